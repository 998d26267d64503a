// The rules of the schema language, in the order of QEMU's public description of it (docs/devel/qapi-code-gen.rst),
// and the fixtures that show each of them broken or kept. A fixture's first line says what it is about.

export interface RuleSection {
  /** The section of the description. */
  readonly section: string;
  /** A rule, and fixtures by their names. */
  readonly rules: readonly (readonly [rule: string, fixtures: string])[];
}

export const RULES: readonly RuleSection[] = [
  {
    section: 'Schema syntax',
    rules: [
      ['comments begin with # and may hold anything', 'json-empty json-non-ascii-comment'],
      ['strings stand in single quotes', 'json-double-quotes json-quoted-structure'],
      ['strings hold printable ASCII', 'json-non-ascii json-tab-in-string json-control-character'],
      [
        'the one escape is that of a backslash',
        'json-bad-escape json-bad-unicode-escape form-escapes strict-escape',
      ],
      ['there are no numbers and no null', 'json-number json-null json-funny-word'],
      [
        'strings, lists and objects are closed',
        'json-unclosed-string json-unclosed-string-eof json-unclosed-list json-unclosed-object json-unclosed-then-more',
      ],
      [
        'commas stand between elements and members alone',
        'json-leading-comma-list json-leading-comma-object json-missing-comma-list json-missing-comma-object json-trailing-comma-list json-trailing-comma-object',
      ],
      [
        'a member is a key, a colon and a value, its key once in the object',
        'json-key-no-string json-missing-colon json-missing-value json-duplicate-key',
      ],
      ['blanks mean nothing', 'form-indented json-tab-between json-carriage-returns'],
      [
        'a schema is a series of objects',
        'json-top-level-list json-top-level-string json-stray json-too-deep',
      ],
      [
        'each is a directive or one definition',
        'expr-empty expr-no-keyword expr-two-keywords expr-unknown-keyword expr-name-no-string',
      ],
    ],
  },
  {
    section: 'Built-in Types',
    rules: [['their names are taken', 'name-builtin name-builtin-command']],
  },
  {
    section: 'Include directives',
    rules: [
      ['the value is a file name', 'include-no-string include-missing fragment-missing-include'],
      ['nothing stands beside it', 'include-extra-key include-condition'],
      ['paths are relative, another include of the same file adds nothing', 'form-include'],
      ['no file includes itself', 'include-self include-loop'],
      ['a mistake is told with the includes that led to it', 'include-chain'],
    ],
  },
  {
    section: 'Pragma directives',
    rules: [
      ['a pragma is an object that stands alone', 'pragma-no-object pragma-extra-key'],
      ['of known names', 'pragma-unknown form-pragma-whitelists'],
      ['doc-required is a boolean', 'pragma-doc-required'],
      ['exceptions are lists of names', 'pragma-list pragma-list-elements'],
      ['command-name-exceptions allow _', 'strict-name-exceptions'],
      ['command-returns-exceptions allow any type', 'strict-returns'],
      ['documentation-exceptions allow what is not described', 'strict-doc-undocumented-member'],
      [
        'member-name-exceptions allow _ and upper case',
        'strict-name-member strict-name-exceptions',
      ],
    ],
  },
  {
    section: 'Enumeration types',
    rules: [
      ['an enum has its keys and no others', 'enum-missing-data enum-unknown-key'],
      ['the values are a list, which may be empty', 'enum-data-no-list enum-empty'],
      [
        'a value is a name, or an object with a name, a condition and features',
        'enum-value-no-string enum-value-no-name enum-value-unknown-key enum-value-condition enum-value-features',
      ],
      ['values differ', 'enum-value-twice enum-value-clash'],
      ['a prefix is a string', 'enum-prefix-no-string'],
    ],
  },
  {
    section: 'Type references and array types',
    rules: [
      [
        'a type is named by a string',
        'struct-member-no-type struct-member-empty struct-member-bool',
      ],
      [
        'an array by a list of one string',
        'struct-member-array-empty struct-member-array-of-two struct-member-array-nested',
      ],
      [
        'the type is there, and a type',
        'struct-member-unknown-type struct-member-array-unknown struct-member-command-type struct-member-event-type fragment-missing-type fragment-still-checked',
      ],
    ],
  },
  {
    section: 'Struct types',
    rules: [
      [
        'a struct has its keys and no others',
        'struct-missing-data struct-unknown-key struct-data-no-object',
      ],
      [
        'a member is a type, or an object with a type, a condition and features',
        'struct-member-unknown-key struct-member-condition struct-member-features',
      ],
      ['a * makes it optional, and is no part of its name', 'struct-member-clash-optional'],
      ['members differ', 'struct-member-clash'],
      [
        'a base is the name of a struct',
        'struct-base-inline struct-base-list struct-base-builtin struct-base-enum struct-base-union struct-base-alternate struct-base-command struct-base-unknown',
      ],
      ['whose members are none of its own', 'struct-base-clash struct-base-clash-deep'],
      ['bases end somewhere', 'struct-base-cycle struct-base-cycle-long'],
      ['a member may be of its own type', 'struct-contains-itself-optional'],
    ],
  },
  {
    section: 'Union types',
    rules: [
      [
        'a union has its keys and no others',
        'union-missing-data union-no-base union-unknown-key union-data-no-object',
      ],
      [
        'the base is members, or the name of a struct',
        'union-base-any union-base-array union-base-no-struct union-base-union union-base-unknown union-base-member union-base-clash',
      ],
      [
        'the discriminator is a member of the base',
        'union-discriminator-no-string union-discriminator-unknown union-discriminator-in-branch union-discriminator-star',
      ],
      [
        'mandatory, and of an enum',
        'union-discriminator-optional union-discriminator-no-enum union-discriminator-array strict-text-discriminator form-text-discriminator',
      ],
      ['there is a branch', 'union-empty'],
      ['a branch is a value of that enum', 'union-branch-no-value union-branch-optional'],
      [
        'a branch is a type, or an object with a type and a condition',
        'union-branch-no-type union-branch-inline union-branch-unknown-key union-branch-condition',
      ],
      [
        'which is a struct or union',
        'union-branch-no-object union-branch-array union-branch-unknown union-branch-itself union-branch-circle-below',
      ],
      [
        'whose members are none of the base',
        'union-branch-clash union-branch-clash-nested union-simple-base-clash',
      ],
      ['branches need not be all values, nor in their order', 'strict-union-forms'],
      [
        'before 6.2 the discriminator could be implied',
        'form-simple-union form-simple-union-base union-simple-clash name-implied-enum',
      ],
    ],
  },
  {
    section: 'Alternate types',
    rules: [
      [
        'an alternate has its keys and no others',
        'alternate-missing-data alternate-base alternate-discriminator alternate-data-no-object',
      ],
      ['there is a branch, and names of branches differ', 'alternate-empty alternate-branch-clash'],
      [
        'a branch is a type, or an object with a type and a condition',
        'alternate-branch-no-type alternate-branch-unknown alternate-branch-unknown-key alternate-branch-condition',
      ],
      ['which is no alternate and not any type', 'alternate-alternate alternate-any'],
      [
        'branches differ in JSON',
        'alternate-apart alternate-two-arrays alternate-two-numbers alternate-two-objects alternate-enum-and-text',
      ],
      [
        'and on a command line',
        'alternate-enum-and-bool alternate-enum-and-int alternate-text-and-number',
      ],
      ['before 2.4 it was a union', 'form-anonymous-union'],
    ],
  },
  {
    section: 'Commands',
    rules: [
      ['a command has its keys and no others', 'command-unknown-key'],
      [
        'arguments are members, or the name of a struct',
        'command-data-bool command-data-any command-data-array command-data-builtin command-data-alternate command-data-unknown command-data-member-unknown',
      ],
      ['arguments differ', 'command-data-clash'],
      ['a union only with boxed', 'command-data-union'],
      [
        'boxed takes the name of an object type',
        'command-boxed-no-data command-boxed-inline command-boxed-enum',
      ],
      ['arguments with conditions only with boxed', 'strict-arguments-conditional'],
      [
        'what is returned is a type or an array of one',
        'command-returns-inline command-returns-two command-returns-event command-returns-unknown command-array-empty command-array-unknown',
      ],
      [
        'an object or an array of objects, but for exceptions',
        'strict-returns strict-returns-alternate',
      ],
      [
        'flags stand only where they differ from the default',
        'command-flag-default command-flag-text command-preconfig-default',
      ],
      ['allow-oob and coroutine exclude each other', 'command-oob-coroutine'],
    ],
  },
  {
    section: 'Events',
    rules: [
      ['an event has its keys and no others', 'event-unknown-key event-flag'],
      [
        'its data is members, or the name of a struct',
        'event-data-array event-data-alternate event-data-unknown event-data-clash',
      ],
      [
        'a union only with boxed, which takes the name of an object type',
        'event-data-union event-boxed-no-data event-boxed-inline event-boxed-enum',
      ],
    ],
  },
  {
    section: 'Features',
    rules: [
      ['features are a list', 'feature-no-list'],
      [
        'of names, or objects with a name and a condition',
        'feature-no-name feature-unknown-key feature-condition form-conditional-features',
      ],
      ['features differ', 'feature-twice'],
      ['types are neither deprecated nor unstable', 'feature-special-type'],
    ],
  },
  {
    section: 'Naming rules and reserved names',
    rules: [
      [
        'a name begins with a letter and has letters, digits, - and _',
        'name-definition name-member feature-bad-name name-feature name-underscore',
      ],
      ['values of enums may begin with a digit', 'name-value form-dotted-values'],
      ['q_ is reserved', 'name-reserved-q name-upper-q'],
      ['types, commands and events share their names', 'name-twice name-event-and-command'],
      ['types are in CamelCase', 'strict-name-type'],
      ['names in List are reserved', 'name-list'],
      [
        'commands, members and features are in lower case with -',
        'strict-name-command strict-name-member',
      ],
      ['events are in upper case with _', 'strict-name-event'],
      ['u, has- and has_ are reserved for members', 'name-reserved-member'],
    ],
  },
  {
    section: 'Downstream extensions',
    rules: [['a prefix is __, a reversed domain and _', 'name-downstream strict-name-downstream']],
  },
  {
    section: 'Configuring the schema',
    rules: [
      [
        'a condition is a name, or an object with all, any or not',
        'condition-no-condition condition-operator strict-condition-name form-conditions-text',
      ],
      [
        'all and any take a list that is not empty',
        'condition-operand condition-empty condition-nested',
      ],
      ['a discriminator has no condition', 'union-discriminator-conditional'],
    ],
  },
  {
    section: 'Documentation comments',
    rules: [
      [
        'begin and end with ##, alone on its line',
        'strict-doc-start strict-doc-unclosed doc-unclosed doc-plain-comment',
      ],
      ['a blank follows the #', 'strict-doc-no-space'],
      [
        '@NAME: on the first line says what is documented',
        'strict-doc-empty-name strict-doc-missing-colon',
      ],
      [
        'what follows is its definition',
        'strict-doc-wrong-name strict-doc-without-definition strict-doc-before-directive doc-of-another',
      ],
      [
        'under doc-required every definition has one',
        'strict-doc-missing strict-doc-not-required doc-missing',
      ],
    ],
  },
  {
    section: 'Definition documentation',
    rules: [
      ['as it should be', 'strict-doc-good form-doc-modern form-doc-types'],
      [
        'every member, value, alternative is described, and none that is not there',
        'strict-doc-unknown-member strict-doc-enum-value strict-doc-event-data strict-doc-alternate-branch strict-doc-boxed-argument',
      ],
      ['branches of unions are not', 'strict-doc-union-branch'],
      ['each once, by its name', 'strict-doc-member-twice strict-doc-empty-member'],
      [
        'members first, in one place',
        'strict-doc-interleaved strict-doc-member-after-section strict-doc-chapter',
      ],
      ['lines of a description are indented alike', 'strict-doc-indent'],
      [
        'features below Features:, each once',
        'strict-doc-feature strict-doc-feature-of-member strict-doc-features-empty strict-doc-features-twice',
      ],
      [
        'sections say something, once',
        'strict-doc-empty-section strict-doc-since-twice strict-doc-errors-twice',
      ],
      ['a section begins after an empty line', 'strict-doc-in-paragraph'],
      ['lines have at most 70 characters', 'strict-doc-long-line'],
      ['two blanks stand between sentences', 'strict-doc-sentences'],
      ['Returns and Errors are of commands', 'strict-doc-returns strict-doc-errors'],
      ['notes and examples are directives', 'strict-doc-former-sections'],
      ['before, all this was freer', 'form-doc-old form-doc-sentences'],
    ],
  },
  {
    section: 'Forms of other eras',
    rules: [
      ['all are read side by side', 'form-1-0 form-all-eras form-modern'],
      ['and refused under --strict', 'strict-former-forms strict-nested-struct'],
    ],
  },
];
