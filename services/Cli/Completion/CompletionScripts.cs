using System.Text;

namespace Ledger.Cli.Completion;

/// <summary>
/// Scripts that make a shell complete the command line. Each walks the words before the cursor to find the command that they name, passes
/// over the values of options, and offers what can follow; where anything may follow, it offers files.
/// </summary>
internal static class CompletionScripts
{
    /// <summary>The supported shells, each with the function that makes its script.</summary>
    public static readonly IReadOnlyDictionary<string, Func<IReadOnlyList<CompletionPlace>, string>> ByShell =
        new SortedDictionary<string, Func<IReadOnlyList<CompletionPlace>, string>>(StringComparer.Ordinal)
        {
            ["bash"] = Bash,
            ["fish"] = Fish,
            ["zsh"] = Zsh,
        };

    private static string Bash(IReadOnlyList<CompletionPlace> places)
    {
        var script = new StringBuilder($$"""
            # Completion of 'ledger' for bash, made by 'ledger completion bash'.
            _ledger() {
              local at=ledger skip= words= word i
              local cur=${COMP_WORDS[COMP_CWORD]}
              COMPREPLY=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [[ -n $skip ]]; then skip=; continue; fi
                case $word in
                  {{string.Join('|', NamesWithValue(places))}}) skip=$word ;;
                  -*) ;;
                  *)
                    case "$at $word" in
                      {{string.Join(" | ", Paths(places))}}) at="$at $word" ;;
                    esac
                    ;;
                esac
              done
              if [[ -n $skip ]]; then
                case "$at $skip" in

            """);
        foreach (var (path, option) in Listed(places))
        {
            var patterns = string.Join(" | ", option.Names.Select(name => Quoted($"{path} {name}")));
            script.Append($"      {patterns}) words={Quoted(Join(option.Values))} ;;\n");
        }

        script.Append("""
                esac
              elif [[ $cur == -* ]]; then
                case $at in

            """);
        foreach (var place in places)
        {
            var names = place.Options.SelectMany(option => option.Names);
            script.Append($"      {Quoted(place.Path)}) words={Quoted(Join(names))} ;;\n");
        }

        script.Append("""
                esac
              else
                case $at in

            """);
        foreach (var place in places.Where(place => Following(place).Any()))
        {
            script.Append($"      {Quoted(place.Path)}) words={Quoted(Join(Following(place)))} ;;\n");
        }

        script.Append("""
                esac
              fi
              while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$cur")
            }
            complete -o bashdefault -o default -F _ledger ledger

            """);
        return script.ToString();
    }

    private static string Zsh(IReadOnlyList<CompletionPlace> places)
    {
        var script = new StringBuilder($$"""
            #compdef ledger
            # Completion of 'ledger' for zsh, made by 'ledger completion zsh'.
            _ledger() {
              local at=ledger skip= word i
              local -a following flags
              for ((i = 2; i < CURRENT; i++)); do
                word=$words[i]
                if [[ -n $skip ]]; then skip=; continue; fi
                case $word in
                  ({{string.Join('|', NamesWithValue(places))}}) skip=$word ;;
                  (-*) ;;
                  (*)
                    case "$at $word" in
                      ({{string.Join("|", Paths(places))}}) at="$at $word" ;;
                    esac
                    ;;
                esac
              done
              if [[ -n $skip ]]; then
                case "$at $skip" in

            """);
        foreach (var (path, option) in Listed(places))
        {
            var patterns = string.Join('|', option.Names.Select(name => Quoted($"{path} {name}")));
            script.Append($"      ({patterns}) following=({string.Join(' ', option.Values.Select(Quoted))}) ;;\n");
        }

        script.Append("""
                esac
              else
                case $at in

            """);
        foreach (var place in places)
        {
            var following = place.Commands.Select(Described).Concat(place.Values.Select(Quoted));
            var options =
                from option in place.Options from name in option.Names select Described(new CompletionWord(name, option.Description));
            script.Append($"      ({Quoted(place.Path)})\n");
            script.Append($"        following=({string.Join(' ', following)})\n");
            script.Append($"        flags=({string.Join(' ', options)})\n");
            script.Append("        ;;\n");
        }

        script.Append("""
                esac
              fi
              if [[ -z $skip && $PREFIX == -* ]]; then _describe -o option flags
              elif (( $#following )); then _describe word following
              else _files
              fi
            }
            if [[ $funcstack[1] == _ledger ]]; then _ledger "$@"; else compdef _ledger ledger; fi

            """);
        return script.ToString();

        static string Described(CompletionWord word) =>
            Quoted($"{word.Name.Replace(":", "\\:", StringComparison.Ordinal)}:{word.Description}");
    }

    private static string Fish(IReadOnlyList<CompletionPlace> places)
    {
        var script = new StringBuilder($$"""
            # Completion of 'ledger' for fish, made by 'ledger completion fish'.
            function __ledger_at
              set -l at ledger
              set -l skip ''
              set -l before (commandline -opc)
              set -e before[1]
              for word in $before
                if test -n "$skip"
                  set skip ''
                  continue
                end
                switch $word
                  case {{string.Join(' ', NamesWithValue(places))}}
                    set skip $word
                  case '-*'
                  case '*'
                    switch "$at $word"
                      case {{string.Join(' ', Paths(places))}}
                        set at "$at $word"
                    end
                end
              end
              test "$at" = "$argv[1]"
            end

            """);
        foreach (var place in places)
        {
            var here = $"complete -c ledger -n \"__ledger_at '{place.Path}'\"";
            foreach (var word in place.Commands) script.Append($"{here} -f -a {word.Name} -d {FishQuoted(word.Description)}\n");
            if (place.Values.Count > 0) script.Append($"{here} -f -a {FishQuoted(Join(place.Values))}\n");
            foreach (var option in place.Options)
            {
                var names = option.Names.Select(name => name is ['-', '-', ..] ? $"-l {name[2..]}" : $"-s {name[1..]}");
                var value = !option.TakesValue ? "" : option.Values.Count == 0 ? " -r" : $" -x -a {FishQuoted(Join(option.Values))}";
                script.Append($"{here} {Join(names)}{value} -d {FishQuoted(option.Description)}\n");
            }
        }

        return script.ToString();

        static string FishQuoted(string text) =>
            $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
    }

    private static IEnumerable<string> NamesWithValue(IReadOnlyList<CompletionPlace> places) => places
        .SelectMany(place => place.Options).Where(option => option.TakesValue).SelectMany(option => option.Names)
        .Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Paths(IReadOnlyList<CompletionPlace> places) => places.Skip(1).Select(place => Quoted(place.Path));

    // The options whose value is one of a list.
    private static IEnumerable<(string Path, CompletionOption Option)> Listed(IReadOnlyList<CompletionPlace> places) =>
        from place in places from option in place.Options where option.Values.Count > 0 select (place.Path, option);

    private static IEnumerable<string> Following(CompletionPlace place) => place.Commands.Select(word => word.Name).Concat(place.Values);

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);

    // For bash and zsh, which interpret nothing within single quotes.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
