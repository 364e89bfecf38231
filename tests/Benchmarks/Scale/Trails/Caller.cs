namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>What kind of caller a call has.</summary>
internal enum CallerKind
{
    Node,
    Task,
    Pipeline,
    Person,
    IamUser,
    Service,
    Root,
}

/// <summary>
/// Who calls: the identity, the address and the program of a record. Sessions and access keys come and go with time, so that there are
/// more of them the longer a trail is.
/// </summary>
internal sealed class Caller
{
    private static readonly byte[][] Applications = Company.InUtf8(Company.Applications);
    private static readonly byte[][] Teams = Company.InUtf8(Company.Teams);
    private static readonly byte[][] Clusters = Company.InUtf8(Company.Clusters);
    private static readonly byte[][] People = Company.InUtf8(Company.People);
    private static readonly byte[][] IamUsers = Company.InUtf8(Company.IamUsers);
    private static readonly byte[][] Duties = Company.InUtf8(["Developer", "ReadOnly", "Administrator"]);
    private static readonly byte[][] Services = Company.InUtf8(["ecs.amazonaws.com", "config.amazonaws.com", "autoscaling.amazonaws.com", "eks.amazonaws.com", "cloudtrail.amazonaws.com"]);

    private readonly Utf8Text _role = new();
    private readonly Utf8Text _session = new();
    private readonly Utf8Text _arn = new();
    private CallerKind _kind;
    private ulong _key;
    private ulong _home;
    private int _number;
    private DateTime _began;
    private bool _isMfa;

    /// <summary>The caller's ARN, which messages name.</summary>
    public ReadOnlySpan<byte> Arn => _arn.Written;

    /// <summary>Chooses who calls.</summary>
    public void Choose(CallerKind kind, ReadOnlySpan<byte> account, ulong place, DateTime time, ref Dice dice)
    {
        _kind = kind;
        _role.Clear();
        _session.Clear();
        _arn.Clear();
        _isMfa = false;
        var hour = (ulong)(time.Ticks / TimeSpan.TicksPerHour);
        _began = new DateTime((long)hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
        switch (kind)
        {
            case CallerKind.Node:
                _number = dice.Zipf(120);
                _role.Put("eks-node-"u8).Put(Clusters[_number % Clusters.Length]);
                _key = Dice.Mix(Dice.Mix(place, (ulong)_number), (hour + (ulong)_number) / 24);
                _session.Put("i-0"u8).Hex(_key);
                _home = _key;
                _key = Dice.Mix(_key, hour / 6);
                break;
            case CallerKind.Task:
                _number = dice.Zipf(Applications.Length);
                _role.Put(Applications[_number]);
                _key = Dice.Mix(Dice.Mix(place, (ulong)((_number * 8) + dice.Below(8))), (hour + (ulong)_number) / 6);
                _session.Hex(_key).Hex(Dice.Mix(_key, 5));
                break;
            case CallerKind.Pipeline:
                _number = dice.Zipf(Teams.Length);
                _role.Put(Teams[_number]);
                var run = ((int)(time.Ticks / (TimeSpan.TicksPerMinute * 10)) - 106_000_000 + (_number * 7)) & 0xFFFFFF;
                _key = Dice.Mix((ulong)_number, (ulong)run);
                _session.Put("GitHubActions-"u8).Put(run);
                break;
            case CallerKind.Person:
                _number = dice.Zipf(People.Length);
                _role.Put("AWSReservedSSO_"u8).Put(Duties[_number % 3]).Put("_"u8).Hex(Dice.Mix(place >> 8, (ulong)(_number % 3)));
                _session.Put(People[_number]);
                _key = Dice.Mix(Dice.Mix(place, (ulong)_number), hour / 8);
                _isMfa = _number % 3 != 0;
                break;
            case CallerKind.IamUser:
                _number = dice.Zipf(IamUsers.Length);
                _session.Put(IamUsers[_number]);
                _key = Dice.Mix(0xA1, (ulong)_number);
                _arn.Put("arn:aws:iam::"u8).Put(account).Put(":user/"u8).Put(_session.Written);
                break;
            case CallerKind.Service:
                _number = dice.Zipf(Services.Length);
                _session.Put(Services[_number]);
                break;
            case CallerKind.Root:
                _number = 0;
                _arn.Put("arn:aws:iam::"u8).Put(account).Put(":root"u8);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null);
        }

        if (_role.Length > 0)
        {
            _home = kind == CallerKind.Node ? _home : _key;
            _arn.Put("arn:aws:sts::"u8).Put(account).Put(":assumed-role/"u8).Put(_role.Written).Put("/"u8).Put(_session.Written);
        }
    }

    /// <summary>Writes <c>userIdentity</c>.</summary>
    public void WriteIdentity(Utf8Text to, ReadOnlySpan<byte> account)
    {
        switch (_kind)
        {
            case CallerKind.Service:
                to.Put("{\"type\":\"AWSService\",\"invokedBy\":\""u8).Put(_session.Written).Put("\"}"u8);
                return;
            case CallerKind.Root:
                to.Put("{\"type\":\"Root\",\"principalId\":\""u8).Put(account).Put("\",\"arn\":\""u8).Put(Arn).Put("\",\"accountId\":\""u8).Put(account)
                    .Put("\",\"accessKeyId\":\"\",\"sessionContext\":{\"attributes\":{\"creationDate\":\""u8).Time(_began).Put("\",\"mfaAuthenticated\":\"true\"}}}"u8);
                return;
            case CallerKind.IamUser:
                to.Put("{\"type\":\"IAMUser\",\"principalId\":\"AIDA"u8).Base32(_key, 12).Put("\",\"arn\":\""u8).Put(Arn).Put("\",\"accountId\":\""u8).Put(account)
                    .Put("\",\"accessKeyId\":\"AKIA"u8).Base32(Dice.Mix(_key, 2), 12).Put("\",\"userName\":\""u8).Put(_session.Written).Put("\"}"u8);
                return;
        }

        var role = Dice.Mix((ulong)_role.Length, (ulong)_number);
        to.Put("{\"type\":\"AssumedRole\",\"principalId\":\"AROA"u8).Base32(role, 12).Put(":"u8).Put(_session.Written).Put("\",\"arn\":\""u8).Put(Arn)
            .Put("\",\"accountId\":\""u8).Put(account).Put("\",\"accessKeyId\":\"ASIA"u8).Base32(_key, 12)
            .Put("\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROA"u8).Base32(role, 12)
            .Put("\",\"arn\":\"arn:aws:iam::"u8).Put(account).Put(":role/"u8).Put(_role.Written).Put("\",\"accountId\":\""u8).Put(account)
            .Put("\",\"userName\":\""u8).Put(_role.Written).Put("\"},\"attributes\":{\"creationDate\":\""u8).Time(_began)
            .Put("\",\"mfaAuthenticated\":\""u8).Put(_isMfa ? "true"u8 : "false"u8).Put("\"}}}"u8);
    }

    /// <summary>Writes <c>sourceIPAddress</c>: nodes and tasks come and go with theirs, people have a few, services their name.</summary>
    public void WriteAddress(Utf8Text to)
    {
        switch (_kind)
        {
            case CallerKind.Service:
                to.Put(_session.Written);
                break;
            case CallerKind.Node or CallerKind.Task:
                to.Put("10."u8).Put((int)(_home >> 8) & 31).Put("."u8).Put((int)(_home >> 16) & 255).Put("."u8).Put((int)(_home >> 24) & 255);
                break;
            case CallerKind.Pipeline:
                to.Put("20.57."u8).Put((int)(_home >> 16) & 127).Put("."u8).Put((int)(_home >> 24) & 255);
                break;
            case CallerKind.Person when _number % 5 == 0:
                to.Put("2001:db8:"u8).Hex((ulong)_number << 52, 3).Put("::"u8).Hex(_home, 4);
                break;
            default:
                to.Put("203.0.113."u8).Put(_number % 60);
                break;
        }
    }

    /// <summary>Writes <c>userAgent</c>.</summary>
    public void WriteProgram(Utf8Text to, ReadOnlySpan<byte> service)
    {
        switch (_kind)
        {
            case CallerKind.Service:
                to.Put(_session.Written);
                break;
            case CallerKind.Node:
                to.Put("aws-sdk-go-v2/1."u8).Put(30 + (_number % 7)).Put(".0 os/linux lang/go#1.22."u8).Put(_number % 6).Put(" md/GOOS#linux md/GOARCH#amd64 api/"u8)
                    .Put(service).Put("#1."u8).Put(20 + (_number % 4)).Put(".0 ecr-credential-provider"u8);
                break;
            case CallerKind.Task:
                to.Put("aws-sdk-java/2.25."u8).Put(_number).Put(" Linux/6.1.102 OpenJDK_64-Bit_Server_VM/21.0."u8).Put(_number % 5).Put(""u8);
                break;
            case CallerKind.Pipeline:
                to.Put("docker/26.1."u8).Put(_number % 4).Put(" go/go1.21.11 git-commit/ef1912d kernel/6.5.0-1025-azure os/linux arch/amd64 UpstreamClient(Docker-Client/26.1."u8).Put(_number % 4).Put(" \\\\(linux\\\\))"u8);
                break;
            case CallerKind.Person when _number % 2 == 0:
                to.Put("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1"u8).Put(20 + (_number % 9)).Put(".0.0.0 Safari/537.36"u8);
                break;
            default:
                to.Put("aws-cli/2."u8).Put(15 + (_number % 8)).Put(".0 md/awscrt#0.19.19 ua/2.0 os/macos#23.5.0 md/arch#arm64 lang/python#3.11.8 md/pyimpl#CPython"u8);
                break;
        }
    }
}
