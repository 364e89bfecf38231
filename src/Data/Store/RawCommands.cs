using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TrailBoard.Data.Store;

/// <summary>Commands past EF Core, which would make an object of each row, within the context's transaction.</summary>
internal static class RawCommands
{
    /// <param name="sql">A constant of this program: values go by the parameters <c>@0</c>, <c>@1</c>, …</param>
    public static DbCommand Command(this TrailContext context, string sql, params ReadOnlySpan<object> values)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // See the parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + i, values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
