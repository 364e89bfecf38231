using System.Text;

namespace TrailBoard.Core.Import.Reading;

/// <summary>UTF-16 with a byte order mark, as UTF-8.</summary>
internal sealed class Utf16Layer(ByteLayer below, bool bigEndian) : ByteLayer
{
    private readonly Decoder _decoder = new UnicodeEncoding(bigEndian, byteOrderMark: true).GetDecoder();
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private readonly byte[] _bytes = new byte[16 * 1024];
    private readonly char[] _chars = new char[(8 * 1024) + 2];
    private readonly byte[] _utf8 = new byte[32 * 1024];
    private ReadOnlyMemory<byte> _ready;
    private bool _started;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (_ready.IsEmpty && !_ended)
        {
            var read = await below.ReadAsync(_bytes, cancellationToken);
            _ended = read == 0;
            var chars = _decoder.GetChars(_bytes, 0, read, _chars, 0, _ended);
            var skip = !_started && chars > 0 && _chars[0] == '\ufeff' ? 1 : 0;
            _started |= chars > 0;
            _ready = _utf8.AsMemory(0, _encoder.GetBytes(_chars.AsSpan(skip, chars - skip), _utf8, _ended));
        }

        var count = Math.Min(_ready.Length, target.Length);
        _ready[..count].CopyTo(target);
        _ready = _ready[count..];
        return count;
    }

    public override ValueTask DisposeAsync() => below.DisposeAsync();
}
