// What `qmpsh completion SHELL` prints: each script asks `qmpsh complete --words`, and knows nothing itself.

/** Bash cuts words at `=` and `:` too: the line is split at blanks here, and what bash has of a word is taken off. */
const BASH = `# qmpsh completion for bash: source <(qmpsh completion bash)
_qmpsh() {
  local line="\${COMP_LINE:0:COMP_POINT}" word reply cut
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:blank:]] ]] && words+=('')
  word="\${words[-1]}"
  cut="\${word%"\${word##*[=:]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r reply _; do
    COMPREPLY+=("\${reply#"$cut"}")
  done < <("\${words[0]}" complete --words -- "\${words[@]:1}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=./] ]] && compopt -o nospace
  return 0
}
complete -F _qmpsh qmpsh
`;

const ZSH = `#compdef qmpsh
# qmpsh completion for zsh: source <(qmpsh completion zsh), or a file _qmpsh in $fpath
_qmpsh() {
  local reply detail
  local -a ended open ended_shown open_shown
  while IFS=$'\\t' read -r reply detail; do
    if [[ $reply == *[=./] ]]; then
      open+=("$reply"); open_shown+=("$reply  $detail")
    else
      ended+=("$reply"); ended_shown+=("$reply  $detail")
    fi
  done < <("\${words[1]}" complete --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#open} )) && compadd -Q -l -S '' -d open_shown -a open
  (( \${#ended} )) && compadd -Q -l -d ended_shown -a ended
  return 0
}
if [[ $funcstack[1] == _qmpsh ]]; then _qmpsh "$@"; else compdef _qmpsh qmpsh; fi
`;

const FISH = `# qmpsh completion for fish: qmpsh completion fish | source
function __qmpsh_complete
  set -l words (commandline -opc) (commandline -ct)
  command $words[1] complete --words -- $words[2..-1] 2>/dev/null
end
complete -c qmpsh -f -a '(__qmpsh_complete)'
`;

/** By the shell's name. */
export const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
