# Two stages: Node and npm make the one bundle; the image has only Node and that file, without a shell or a package manager.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY scripts scripts
COPY src src
RUN npm run build

FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY --from=build /src/dist/operator.mjs /operator.mjs
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["/nodejs/bin/node", "/operator.mjs"]
