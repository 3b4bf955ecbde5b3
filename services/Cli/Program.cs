using Ledger.Cli;
using Ledger.Cli.Terminal;

return await App.RunAsync(args, Screen.OfProcess());
