using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>
/// The messages that a run works on: keeps them hidden from others, and deletes those whose objects are all committed. It outlives the
/// listing, because objects are settled long after they were listed.
/// </summary>
internal sealed partial class QueueDeliveries : IDisposable
{
    private const int MostInABatch = 10;

    private readonly Lock _lock = new();
    private readonly string _queue;
    private readonly IAmazonSQS _sqs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly QueuePatience _patience;
    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<QueueDelivery> _atWork = [];
    private readonly List<QueueDelivery> _toDelete = [];
    private readonly ITimer _renewal;
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueueDeliveries(string queue, IAmazonSQS sqs, TimeProvider time, ILogger logger, QueuePatience patience)
    {
        (_queue, _sqs, _time, _logger, _patience) = (queue, sqs, time, logger, patience);
        _renewal = time.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The renewal that began last. While it is under way no other begins.</summary>
    public Task Renewal { get; private set; } = Task.CompletedTask;

    /// <summary>Takes on a message.</summary>
    public QueueDelivery Receive(Message message)
    {
        var receives = message.Attributes?.GetValueOrDefault("ApproximateReceiveCount") is { } text && int.TryParse(text, out var number) ? number : 1;
        var delivery = new QueueDelivery(this, message.MessageId ?? "", message.ReceiptHandle ?? "", receives >= _patience.Attempts, _time.GetTimestamp());
        lock (_lock)
        {
            if (_atWork.Count == 0)
            {
                _renewal.Change(_patience.Visibility / 2, _patience.Visibility / 2);
            }

            _atWork.Add(delivery);
        }

        return delivery;
    }

    /// <summary>Waits while too many messages are at work.</summary>
    public async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (_atWork.Count < _patience.AtWork)
                {
                    return;
                }

                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A message is through. Deletions go in batches; the last of what is at work waits for no batch.</summary>
    public async Task FinishAsync(QueueDelivery delivery, bool delete, CancellationToken cancellationToken)
    {
        List<QueueDelivery> batch = [];
        lock (_lock)
        {
            _atWork.Remove(delivery);
            if (_atWork.Count == 0)
            {
                _renewal.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            if (delete)
            {
                _toDelete.Add(delivery);
            }

            if (_toDelete.Count == MostInABatch || _atWork.Count == 0)
            {
                batch = [.. _toDelete];
                _toDelete.Clear();
            }

            _room.TrySetResult();
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (batch.Count > 0)
        {
            await DeleteAsync(batch, cancellationToken);
        }
    }

    /// <summary>Ends the renewals: messages of a run that was stopped are for others again.</summary>
    public void Dispose()
    {
        _renewal.Dispose();
        _ended.Cancel();
    }

    private async Task DeleteAsync(List<QueueDelivery> batch, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _sqs.DeleteMessageBatchAsync(
                new DeleteMessageBatchRequest
                {
                    QueueUrl = _queue,
                    Entries = [.. batch.Select((delivery, i) => new DeleteMessageBatchRequestEntry { Id = $"{i}", ReceiptHandle = delivery.ReceiptHandle })],
                },
                cancellationToken).WaitAsync(cancellationToken);
            foreach (var failed in answer.Failed ?? [])
            {
                // Its time ran out, so it comes again, adds nothing and is deleted then. Trying now would help nobody.
                Log.NotDeleted(_logger, int.TryParse(failed.Id, out var i) && i < batch.Count ? batch[i].MessageId : "?", failed.Code ?? "", failed.Message ?? "");
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (QueueFaults.IsOfSource(fault))
            {
                // Otherwise every message would come five times and then still be there.
                throw QueueFaults.Of(fault, "sqs:DeleteMessage", _queue);
            }

            Log.NotDeleted(_logger, string.Join(", ", batch.Select(delivery => delivery.MessageId)), fault.GetType().Name, ServiceWords.Of(fault));
        }
    }

    private void Renew()
    {
        lock (_lock)
        {
            if (Renewal.IsCompleted)
            {
                // Those as well that only wait for the others of their batch: one that came again meanwhile would be read for nothing.
                Renewal = RenewAsync([.. _atWork.Concat(_toDelete).Where(delivery => !delivery.IsLost && _time.GetElapsedTime(delivery.Received) < _patience.LongestWork)]);
            }
        }
    }

    private async Task RenewAsync(QueueDelivery[] deliveries)
    {
        try
        {
            await Parallel.ForEachAsync(
                deliveries,
                new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = _ended.Token },
                async (delivery, token) => await RenewAsync(delivery, token));
        }
        catch (OperationCanceledException)
        {
            // The run was stopped; its messages become visible by themselves.
        }
    }

    private async Task RenewAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await _sqs.ChangeMessageVisibilityAsync(
                new ChangeMessageVisibilityRequest
                {
                    QueueUrl = _queue,
                    ReceiptHandle = delivery.ReceiptHandle,
                    VisibilityTimeout = (int)_patience.Visibility.TotalSeconds,
                },
                cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A receipt that is no longer good stays so; after any other fault the next renewal tries again.
            delivery.IsLost = fault is ReceiptHandleIsInvalidException || QueueFaults.IsOfSource(fault)
                || fault is Amazon.Runtime.AmazonServiceException { StatusCode: System.Net.HttpStatusCode.BadRequest };
            Log.NotRenewed(_logger, delivery.MessageId, ServiceWords.Of(fault));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} was not deleted ({Code}: {Reason}); it comes again and adds nothing.")]
        public static partial void NotDeleted(ILogger logger, string messageId, string code, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Message {MessageId} could not be hidden for longer: {Reason} It may come again meanwhile, and adds nothing.")]
        public static partial void NotRenewed(ILogger logger, string messageId, string reason);
    }
}

/// <summary>One message as it was received this time.</summary>
internal sealed class QueueDelivery(QueueDeliveries deliveries, string messageId, string receiptHandle, bool isLastAttempt, long received)
{
    private int _left;
    private int _failed;

    public string MessageId => messageId;

    public string ReceiptHandle => receiptHandle;

    /// <summary>When it was received, as a timestamp of the clock.</summary>
    public long Received => received;

    /// <summary>Whether what fails now is kept aside, and the message deleted.</summary>
    public bool IsLastAttempt => isLastAttempt;

    /// <summary>Whether SQS no longer takes this receipt.</summary>
    public bool IsLost { get; set; }

    public void Expect(int objects) => _left = objects;

    public Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken)
    {
        // What is kept aside stays in the queue for now: who misdirected it may take it back, or a redrive policy take it over.
        if (outcome.State is ObjectState.Failed or ObjectState.Quarantined)
        {
            Interlocked.Increment(ref _failed);
        }

        return Interlocked.Decrement(ref _left) == 0
            ? deliveries.FinishAsync(this, _failed == 0 || isLastAttempt, cancellationToken)
            : Task.CompletedTask;
    }
}
