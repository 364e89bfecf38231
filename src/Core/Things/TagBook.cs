namespace TrailBoard.Core.Things;

/// <summary>Keeps where each tag of one repository is while its changes are told, oldest first.</summary>
internal sealed class TagBook
{
    private readonly SortedDictionary<string, List<TagMove>> _moves = new(StringComparer.Ordinal);

    public IReadOnlyList<TagHistory> Tags => [.. _moves.Select(tag => new TagHistory(tag.Key, tag.Value))];

    public void Tell(RegistryChange change)
    {
        switch (change)
        {
            case RegistryChange.ImagePut { Tag: { } tag } put:
                Put(tag, put);
                break;
            case RegistryChange.ImagesDeleted deleted:
                foreach (var image in deleted.Images)
                {
                    Remove(image, image.IsWhole ? TagMoveKind.Deleted : TagMoveKind.Untagged, change);
                }

                break;
            case RegistryChange.ImagesExpired expired:
                foreach (var image in expired.Images.Where(image => image.IsWhole))
                {
                    Remove(image, TagMoveKind.Expired, change);
                }

                break;
            case RegistryChange.Deleted:
                foreach (var (tag, moves) in _moves.Where(tag => !tag.Value[^1].IsEnd))
                {
                    moves.Add(new(TagMoveKind.RepositoryDeleted, null, On(tag), change.By));
                }

                break;
        }
    }

    private void Put(string tag, RegistryChange.ImagePut put)
    {
        var before = On(tag);
        var kind = before is null ? TagMoveKind.Pushed : before == put.Digest ? TagMoveKind.PushedAgain : TagMoveKind.Moved;
        Add(tag, new(kind, put.Digest, before, put.By));
    }

    private void Remove(RemovedImage image, TagMoveKind kind, RegistryChange change)
    {
        // A deleted image takes all its tags with it, those too that the record does not name.
        var others = image.IsWhole ? _moves.Keys.Where(tag => On(tag) is { } on && on == image.Digest) : [];
        foreach (var tag in image.Tags.Union(others, StringComparer.Ordinal).ToList())
        {
            if (_moves.TryGetValue(tag, out var moves) && moves[^1].IsEnd && moves[^1].By.Cursor == change.By.Cursor)
            {
                continue;
            }

            Add(tag, new(kind, null, On(tag) ?? image.Digest, change.By) { Rule = image.Rule });
        }
    }

    private string? On(string tag) => _moves.TryGetValue(tag, out var moves) && !moves[^1].IsEnd ? moves[^1].Digest : null;

    private void Add(string tag, TagMove move)
    {
        if (!_moves.TryGetValue(tag, out var moves))
        {
            _moves[tag] = moves = [];
        }

        moves.Add(move);
    }
}
