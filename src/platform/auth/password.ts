import { type Argon2Parameters, argon2 } from 'node:crypto'
import type { Keys } from '#platform/keys/keys.ts'

/** OWASP 2025 pour argon2id : 19 Mio, deux passes. Un essai coûte quelques dizaines de millisecondes. */
export const parametresArgon2 = 'argon2id m=19456 t=2 p=1'

const motif = /^argon2id m=(\d{4,7}) t=(\d{1,2}) p=(\d)$/

/**
 * La dérivée (32 octets) d'un mot de passe déjà normalisé. Le mot de passe passe d'abord sous la clé de l'instance
 * (« poivre ») : une base volée sans ses clés ne s'attaque pas. La base n'en garde que SHA-256.
 */
export const derivePassword = (
  keys: Keys,
  motDePasse: string,
  sel: Uint8Array,
  parametres: string = parametresArgon2,
): Promise<Buffer> => {
  const lus = motif.exec(parametres)
  if (!lus) return Promise.reject(new Error('Paramètres argon2id illisibles.'))
  const options: Argon2Parameters = {
    message: keys.digest('comptes.mot-de-passe', motDePasse),
    nonce: sel,
    memory: Number(lus[1]),
    passes: Number(lus[2]),
    parallelism: Number(lus[3]),
    tagLength: 32,
  }
  return new Promise((resolve, reject) => {
    argon2('argon2id', options, (erreur, derivee) =>
      erreur ? reject(erreur) : resolve(Buffer.from(derivee)),
    )
  })
}
