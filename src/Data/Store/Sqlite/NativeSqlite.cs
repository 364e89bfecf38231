using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>Binds SQLite's native library before anything uses it.</summary>
internal static class NativeSqlite
{
#pragma warning disable CA2255 // The binding must be in place before the first type of Microsoft.Data.Sqlite is touched, whoever does it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Bind()
    {
        // Microsoft.Data.Sqlite 10 asks for SQLitePCLRaw.core 2.1; the runtime refuses the older 2.0 until it is handed over.
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "SQLitePCLRaw.core"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll"))
            : null;

        // Prefer the operating system's patched SQLite over the 3.35.5 inside the package.
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), (library, _, _) =>
            library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : 0);
        Initialize();
    }

    // A method of its own, so that it is compiled after the handler is in place.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Initialize() => SQLitePCL.Batteries_V2.Init();
}
