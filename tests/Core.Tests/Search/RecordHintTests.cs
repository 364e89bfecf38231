using System.Text;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Tests.Search;

public sealed class RecordHintTests
{
    [Theory]
    [InlineData("req.name:alpha", """{"requestParameters":{"name":"alpha"}}""", true)]
    [InlineData("req.name:alpha", """{"requestParameters":{"name":"ALPHA"}}""", true)]
    [InlineData("req.name:alpha", """{"requestParameters":{"name":"alph"}}""", false)]
    [InlineData("req.name:aab", """{"requestParameters":{"name":"aaab"}}""", true)]
    [InlineData("req.name:*alpha*gamma-delta*", """{"requestParameters":{"name":"gamma-delta"}}""", true)]
    [InlineData("req.name:alpha req.other:beta", """{"requestParameters":{"name":"alpha"}}""", false)]
    [InlineData("req.name:alpha user:beta", """{"requestParameters":{"name":"alpha"}}""", true)]
    [InlineData("req.name:(alpha OR beta)", """{"requestParameters":{"name":"beta"}}""", true)]
    [InlineData("-req.name:alpha", """{"requestParameters":{"name":"beta"}}""", true)]
    [InlineData("req.name:\"a/b c\"", """{"requestParameters":{"name":"a\/b c"}}""", true)]
    [InlineData("req.name:alpha", """{"requestParameters":{"name":"\u0061lpha"}}""", true)]
    [InlineData("requestId:0123-4567", """{"requestID":"0123-4568"}""", false)]
    public void A_record_is_read_only_if_it_holds_what_the_filter_asks_for(string filter, string record, bool mayMatch) =>
        Assert.Equal(mayMatch, RecordHint.Of(FilterParser.Parse(filter)).MayMatch(Encoding.UTF8.GetBytes(record)));
}
