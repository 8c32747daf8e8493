import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compose, expediteurDe } from '#platform/mail/compose.ts'
import type { Mailer, Message } from '#platform/mail/mail.ts'
import { auPremierMessage } from '#platform/mail/transport.ts'

/**
 * La boîte de démonstration : un dossier de fichiers `.eml`, chacun avec son double `.json` que la page lit sans
 * avoir à démonter un message. Elle ne sert qu'en démonstration et sur le bouclage : la page le vérifie.
 */
export type StoredMail = Omit<Message, 'pieces'> & {
  readonly numero: string
  readonly le: string
  /** Le nom et le poids de ce qui est joint ; les octets sont dans le `.eml`. */
  readonly jointes: readonly { readonly nom: string; readonly poids: number }[]
}

const forme = /^\d{8}T\d{9}-[0-9a-f]{8}$/
const garder = 500

const dossierDe = (donnees: string) => join(donnees, 'courriel')

// Écrit à côté puis renomme : la page ne lit jamais un message à demi posé.
const poser = async (chemin: string, contenu: string | Uint8Array) => {
  await writeFile(`${chemin}.tmp`, contenu, { mode: 0o600 })
  await rename(`${chemin}.tmp`, chemin)
}

const numeros = async (donnees: string): Promise<string[]> => {
  const noms = await readdir(dossierDe(donnees)).catch(() => [])
  return noms
    .filter((n) => n.endsWith('.json'))
    .map((n) => n.slice(0, -5))
    .filter((n) => forme.test(n))
    .sort()
    .reverse()
}

export const mailboxMailer = (options: {
  readonly donnees: string
  readonly origine: string
  readonly now: () => Date
}): Mailer => {
  const de = expediteurDe(undefined, options.origine)
  const transport = auPremierMessage(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true, newline: 'windows' }),
  )
  return {
    async send(message) {
      const aEcrire = { ...compose(message, de), date: options.now() }
      const { message: octets } = await (await transport.ouvrir()).sendMail(aEcrire)
      if (!Buffer.isBuffer(octets)) throw new Error('Message composé en flux : un tampon était attendu.')
      const dossier = dossierDe(options.donnees)
      await mkdir(dossier, { recursive: true, mode: 0o700 })
      const le = options.now().toISOString()
      const numero = `${le.replace(/[-:.Z]/g, '')}-${randomBytes(4).toString('hex')}`
      const { pieces = [], suivi: _, avis: __, ...reste } = message
      const jointes = pieces.map((p) => ({ nom: p.nom, poids: p.octets.length }))
      await poser(join(dossier, `${numero}.eml`), octets)
      await poser(join(dossier, `${numero}.json`), JSON.stringify({ ...reste, jointes, numero, le }))
      for (const ancien of (await numeros(options.donnees)).slice(garder))
        for (const suffixe of ['eml', 'json'])
          await rm(join(dossier, `${ancien}.${suffixe}`), { force: true })
    },
    close: transport.fermer,
  }
}

/** Un message de la boîte ; rien si le numéro n'en est pas un ou n'y est plus. */
export const readMailbox = async (donnees: string, numero: string): Promise<StoredMail | undefined> => {
  if (!forme.test(numero)) return undefined
  const texte = await readFile(join(dossierDe(donnees), `${numero}.json`), 'utf8').catch(() => undefined)
  return texte === undefined
    ? undefined
    : { jointes: [], ...(JSON.parse(texte) as Omit<StoredMail, 'jointes'> & Partial<StoredMail>) }
}

/** Les derniers messages, le plus récent d'abord ; `pour` ne garde que ceux d'une adresse. */
export const listMailbox = async (
  donnees: string,
  options: { readonly pour?: string; readonly max?: number } = {},
): Promise<readonly StoredMail[]> => {
  const lus: StoredMail[] = []
  for (const numero of await numeros(donnees)) {
    if (lus.length >= (options.max ?? 50)) break
    const message = await readMailbox(donnees, numero)
    if (message && (options.pour === undefined || message.a === options.pour)) lus.push(message)
  }
  return lus
}
