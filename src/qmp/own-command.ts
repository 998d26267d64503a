// The one command that is qmpsh's own: it has directives carried out by the simulated VM, which is in no schema and which
// no other server knows. Names with two underscores are free for such use (qmp-spec, "Downstream extension of QMP").
export const DEMO_COMMAND = '__org.qmpsh_demo';
