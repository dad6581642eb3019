// A real OpenID provider on loopback: whoever types a name is signed in as that person.
// Arguments: port, address to go back to.
import { Provider } from "oidc-provider";

const [port, back] = process.argv.slice(2);
const roles = { ada: ["administrator"], cole: ["coach"], lena: ["leader"] };
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "both-ways", client_secret: "a-secret-of-the-tests", redirect_uris: [back],
    grant_types: ["authorization_code"], response_types: ["code"],
  }],
  claims: { openid: ["sub"], profile: ["name", "roles"], email: ["email"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true } },
  pkce: { required: () => true },
  cookies: { keys: ["only-for-tests"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id, name: id[0].toUpperCase() + id.slice(1), email: `${id}@district.example`, roles: roles[id] ?? [],
    }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
