using TrailBoard.Web.Cli;

if (args is ["import", ..])
{
    // Before there are threads: what one has taken of an arena stays there.
    ImportMemory.ShareNativeMemory();
}

return await Verbs.RunAsync(args, Console.Out, Console.Error);
