// An OpenID Connect provider on a free port of this machine: node provider.mjs REDIRECT_URI. It prints its address as JSON.
// Whoever signs in as "name" has the e-mail address name@example.org; it is verified unless the name begins with "unverified".
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirectUri] = process.argv.slice(2);

function account(_context, id) {
  const claims = { sub: id, email: `${id}@example.org`, email_verified: !id.startsWith("unverified") };
  return { accountId: id, claims: () => claims };
}

const server = createServer((request, response) => handle(request, response));
let handle;

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: [] },
    clients: [{ client_id: "signpost", client_secret: "a secret of the tests", redirect_uris: [redirectUri] }],
    cookies: { keys: ["a key of the tests"] },
    findAccount: account,
    pkce: { required: () => true },
  });
  handle = provider.callback();
  console.log(JSON.stringify({ issuer }));
});
