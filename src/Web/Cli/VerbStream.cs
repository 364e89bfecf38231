using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TrailBoard.Web.Cli;

/// <summary>The stream behind a verb's output, for what is written as bytes.</summary>
internal static class VerbStream
{
    private const int BrokenPipe = 32;
    private const int BufferBytes = 1 << 16;

    public static Stream Of(TextWriter output)
    {
        if (!ReferenceEquals(output, Console.Out))
        {
            return new Decoding(output);
        }

        output.Flush();

        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            // Into a pipe not by the console's own stream: that one goes on without a word when the pipe's reader has gone. Into a
            // file not by a FileStream: that one writes at places of its own, over what other programs append to the file.
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, BufferBytes);
            if (!pipe.CanSeek)
            {
                return pipe;
            }

            pipe.Dispose();
        }

        return new BufferedStream(Console.OpenStandardOutput(), BufferBytes);
    }

    /// <summary>Whether whoever read the output has closed it.</summary>
    public static bool IsClosedPipe(IOException exception) => !OperatingSystem.IsWindows() && exception.HResult == BrokenPipe;

    /// <summary>UTF-8 to a writer of text, which is what callers within the process give.</summary>
    private sealed class Decoding(TextWriter output) : Stream
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var text = new char[_decoder.GetCharCount(buffer, flush: false)];
            _decoder.GetChars(buffer, text, flush: false);
            output.Write(text);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
