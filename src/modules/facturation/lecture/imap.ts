/**
 * Un dossier d’une boîte aux lettres, par IMAP (RFC 3501), toujours chiffré, ouvert en lecture seule : aucun message n’y est marqué, déplacé ni
 * effacé. On ne va qu’à l’internet public, à l’adresse vérifiée ; le certificat doit être celui de l’hôte réglé.
 */
import { createHash } from 'node:crypto'
import type { ConnectionOptions } from 'node:tls'
import type { ImapFlow, MessageStructureObject } from 'imapflow'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { adresseSure, type Ports } from '#platform/reseau/recuperer.ts'
import {
  type AccesBoite,
  type Boite,
  type Courrier,
  type JointeRecue,
  jointesAPrendre,
  jointesDe,
  MESSAGES_PAR_RELEVE,
  OCTETS_PAR_JOINTE,
  type PartieDeMessage,
  PROFONDEUR,
  type RefusBoite,
} from '../domain/cycle/boite.ts'

export type CreerBoite = (acces: AccesBoite) => Boite

type PortsImap = Ports & { readonly tls?: ConnectionOptions; readonly millisecondes?: number }

const enPartie = (s: MessageStructureObject, profondeur = 0): PartieDeMessage => ({
  part: s.part,
  type: s.type,
  size: s.size,
  nom: s.dispositionParameters?.filename ?? s.parameters?.name,
  parties: profondeur > PROFONDEUR ? undefined : s.childNodes?.map((x) => enPartie(x, profondeur + 1)),
})

const empreinte = (t: string) => createHash('sha256').update(t).digest('hex')

/** Ce que dit une panne, sans rien recopier de ce que le serveur écrit. */
const enRefus = (e: unknown): Refus<RefusBoite['code']> => {
  const { code, authenticationFailed, mailboxMissing } = e as {
    readonly code?: string
    readonly authenticationFailed?: boolean
    readonly mailboxMissing?: boolean
  }
  if (authenticationFailed) return { code: 'compte', phrase: 'La boîte refuse ce compte ou ce mot de passe.' }
  if (mailboxMissing) return { code: 'dossier', phrase: 'Ce dossier n’est pas dans la boîte.' }
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(code ?? ''))
    return {
      code: 'certificat',
      phrase: 'Le certificat de cette boîte n’est pas celui de l’hôte écrit : rien ne lui est dit.',
    }
  return { code: 'injoignable', phrase: 'La boîte ne répond pas, ou a coupé la connexion.' }
}

/** Ce qui tombe chez nous pendant qu’on lit n’est pas une panne de la boîte. */
class PanneDIci extends Error {
  override name = 'PanneDIci'
}
const deChezNous = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    throw new PanneDIci('La suite d’un message est tombée.', { cause })
  }
}

const telecharger = async (
  client: ImapFlow,
  uid: number,
  { part, nom }: { readonly part: string; readonly nom: string },
): Promise<JointeRecue | undefined> => {
  const { content } = await client.download(`${uid}`, part, {
    uid: true,
    maxBytes: OCTETS_PAR_JOINTE + 1,
    decodeText: false,
  })
  if (!content) return undefined
  const morceaux: Buffer[] = []
  for await (const m of content) morceaux.push(m as Buffer)
  const octets = Buffer.concat(morceaux)
  return octets.length === 0 || octets.length > OCTETS_PAR_JOINTE ? undefined : { nom, octets }
}

export const creerBoiteImap =
  (ports: PortsImap = {}): CreerBoite =>
  ({ hote, port, compte, secret, dossier }) => {
    const dans = async <T>(
      work: (client: ImapFlow, validite: number) => Promise<T>,
    ): Promise<Result<T, RefusBoite>> => {
      const sure = await adresseSure(hote, ports)
      if (!sure.ok) return sure
      // À la première relève seulement : qui n’a pas de boîte n’en paie rien.
      const { ImapFlow: Client } = await import('imapflow')
      const client = new Client({
        host: sure.value,
        servername: hote,
        port,
        secure: port !== 143,
        ...(port === 143 ? { doSTARTTLS: true } : {}),
        auth: { user: compte, pass: secret },
        tls: { minVersion: 'TLSv1.2', ...ports.tls },
        logger: false,
        disableAutoIdle: true,
        disableCompression: true,
        connectionTimeout: 15_000,
        greetingTimeout: 15_000,
        socketTimeout: 30_000,
        maxLiteralSize: 2_000_000,
        maxResponseSize: 8_000_000,
      })
      client.on('error', () => {})
      const echeance = setTimeout(() => client.close(), ports.millisecondes ?? 240_000)
      try {
        await client.connect()
        const { uidValidity } = await client.mailboxOpen(dossier, { readOnly: true })
        return ok(await work(client, Number(uidValidity)))
      } catch (e) {
        if (e instanceof PanneDIci) throw e.cause
        return { ok: false, error: enRefus(e) }
      } finally {
        clearTimeout(echeance)
        client.close()
      }
    }

    const place = (validite: number, uid: number) => empreinte(`${hote} ${dossier} ${validite} ${uid}`)

    /** Rien : retiré entre-temps, ou déjà lu. */
    const lireUn = async (
      client: ImapFlow,
      validite: number,
      uid: number,
      connu: (message: string) => Promise<boolean>,
    ): Promise<Courrier | undefined> => {
      const m = await client.fetchOne(
        `${uid}`,
        { uid: true, envelope: true, bodyStructure: true, internalDate: true },
        { uid: true },
      )
      if (!m) return undefined
      const messageId = m.envelope?.messageId?.trim()
      const message = messageId ? empreinte(messageId) : place(validite, uid)
      if (await deChezNous(() => connu(message))) return undefined
      const { prises, laissees } = jointesAPrendre(
        m.bodyStructure ? jointesDe(enPartie(m.bodyStructure)) : [],
      )
      const jointes: JointeRecue[] = []
      for (const j of prises) {
        const lue = await telecharger(client, uid, j)
        if (lue) jointes.push(lue)
      }
      return {
        message,
        recuLe: new Date(m.internalDate ?? Date.now()),
        jointes,
        laissees: laissees + prises.length - jointes.length,
      }
    }

    return {
      eprouver: () => dans(async () => true as const),
      lire: (ou, { connu, prendre, buter, avancer }) =>
        dans(async (client, validite) => {
          const suit = ou.validite === validite
          const trouves = await client.search(suit ? { uid: `${ou.jusqua + 1}:*` } : { since: ou.depuis }, {
            uid: true,
          })
          // « n:* » rend aussi le dernier message d’avant n.
          const uids = (trouves || []).filter((u) => !suit || u > ou.jusqua).toSorted((a, b) => a - b)
          for (const uid of uids.slice(0, MESSAGES_PAR_RELEVE)) {
            let courrier: Courrier | undefined
            try {
              courrier = await lireUn(client, validite, uid, connu)
            } catch (e) {
              // Un message mal fait, ou trop lourd, coupe souvent la connexion : sans compter, il fermerait la boîte pour toujours.
              if (e instanceof PanneDIci || !(await deChezNous(buter))) throw e
              const message = place(validite, uid)
              courrier = { message, recuLe: new Date(), jointes: [], laissees: 0, illisible: true }
            }
            const lu = courrier
            if (lu) await deChezNous(() => prendre(lu))
            if (!(await deChezNous(() => avancer({ validite, jusqua: uid })))) return { reste: false }
            if (!client.usable) return { reste: true }
          }
          return { reste: uids.length > MESSAGES_PAR_RELEVE }
        }),
    }
  }
