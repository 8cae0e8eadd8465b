# One image for every role. It runs the TypeScript as it is; only the widget and the inbox are built.
#   docker build -t parley . && docker run -p 4000:4000 -v parley:/data -e PUBLIC_URL=http://localhost:4000 parley
# Without DATABASE_URL the embedded Postgres keeps its data in /data.

FROM node:24-slim AS base
WORKDIR /parley
ENV TURBO_TELEMETRY_DISABLED=1
RUN npm install --global pnpm@12.21.0

# The manifests first: the dependencies are fetched again only when these change.
FROM base AS manifests
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml turbo.json tsconfig.base.json ./
COPY packages/protocol/package.json packages/protocol/
COPY packages/client/package.json packages/client/
COPY apps/server/package.json apps/server/
COPY apps/widget/package.json apps/widget/
COPY apps/inbox/package.json apps/inbox/
COPY apps/demo/package.json apps/demo/
COPY e2e/package.json e2e/
COPY bench/package.json bench/

FROM manifests AS build
RUN pnpm install --frozen-lockfile --filter parley --filter @parley/widget... --filter @parley/inbox...
COPY packages packages
COPY apps apps
RUN node_modules/.bin/turbo run build --filter=@parley/widget --filter=@parley/inbox

FROM manifests AS dependencies
RUN pnpm install --frozen-lockfile --prod --filter @parley/server...

FROM node:24-slim
WORKDIR /parley
ENV NODE_ENV=production DATA_DIR=/data
COPY --from=dependencies /parley ./
COPY packages/protocol packages/protocol
COPY apps/server apps/server
COPY --from=build /parley/apps/widget/dist apps/widget/dist
COPY --from=build /parley/apps/inbox/dist apps/inbox/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
# Ready means: the database answers and is migrated.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# With the flags of `npm start` (scripts/node-flags.mjs), so that memory stays bounded.
CMD ["node", "--max-semi-space-size=16", "apps/server/src/main.ts"]
