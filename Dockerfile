# Two stages: the SDK builds, the runtime runs. No Docker engine is needed to check this file: test.sh publishes with the very
# arguments below and starts the folder.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What packages are wanted changes seldom: they are restored in a layer of their own.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Core/Core.csproj src/Core/
COPY src/Data/Data.csproj src/Data/
COPY src/Web/Web.csproj src/Web/BlazorScript.targets src/Web/
RUN dotnet restore src/Web

COPY appsettings.json ./
COPY src/ src/
RUN dotnet publish src/Web -c Release -p:UseAppHost=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The distribution's SQLite gets security updates; the one inside the package does not.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data \
    && chown "$APP_UID" /data
WORKDIR /app
COPY --from=build /app ./

# The container's port is reached through the host's only, so listening on all of the container's addresses is meant:
# publish it on 127.0.0.1, or put TrailBoard behind a proxy that signs people in (docs/security.md).
ENV Urls=http://+:8080 \
    ASPNETCORE_HTTP_PORTS= \
    Security__AllowRemote=true \
    Store__DataFolder=/data \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 8080

# The image has no curl; bash speaks enough HTTP to ask whether the site lives.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "TrailBoard.Web.dll"]
