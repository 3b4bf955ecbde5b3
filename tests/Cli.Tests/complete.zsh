# zsh -f complete.zsh FOLDER LINE: prints what an interactive zsh offers behind LINE, a word per line.
# FOLDER holds the completion function; zsh finds it there as it does in any folder of $fpath.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "
PROMPT=; stty -echo
fpath=(${(q)1} \$fpath)
autoload -Uz compinit; compinit -u -D
bindkey '^I' complete-word
finished () { print -n \$'\0' }
zle -N finished
compadd () {
  local -a offered
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd \"\$@\"; return; fi
  builtin compadd -A offered \"\$@\"
  for word in \$offered; do print -r -- \"<offered>\$word\"; done
  builtin compadd \"\$@\"
}
comppostfuncs=(finished)
print -n \$'\0'
"
zpty -r shell begun $'*\0'
zpty -w -n shell "$2"$'\t'
zpty -r shell text $'*\0'
print -r -- $text | tr '\0' '\n' | grep -ao '<offered>[^[:cntrl:]]*' | cut -c10-
zpty -d shell
