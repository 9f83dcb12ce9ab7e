# Completion of the command holdfast, for bash.
_holdfast() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} names
  if ((COMP_CWORD == 1)); then
    names=$(holdfast help | sed -n 's/^  holdfast \([a-z]*\).*/\1/p')
  else
    case $command in
      explain) names=$(holdfast list | cut -d' ' -f1) ;;
      model) ((COMP_CWORD == 2)) && names='check list why' ;;
      check | baseline)
        [[ $word == -* ]] &&
          names=$(holdfast "$command" --help | grep -o '^  -[-a-z]*' | tr -d ' ')
        ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
}
complete -o default -F _holdfast holdfast
