/**
 * Une boîte aux lettres sur la boucle locale, qui parle le peu d’IMAP (RFC 3501) que notre lecture emploie, sous TLS. Ce n’est pas un serveur de
 * courrier : ce qu’un vrai fait de plus n’est pas montré par elle. Elle refuse toute commande qui écrirait.
 */
import type { AddressInfo } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { creerBoiteImap } from '../lecture/imap.ts'

/** Pour `boite.exemple`, sur la boucle locale seulement : elle n’ouvre rien d’autre. */
const cle = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8iPAwVwSxWaIcehM
cHLgrSdJ4rRXPp1pU1Z5muHBFdehRANCAATKMqPxYnaRbjuyMKqA+1wOI8M3ZoZV
FFZoTe94aqvcpHkhigg90Vwx0Du6cRayTtdFEyrEtxwUXWkM3wbfr11D
-----END PRIVATE KEY-----`
export const certificat = `-----BEGIN CERTIFICATE-----
MIIBoDCCAUegAwIBAgIUF5uJjis888j2FEf9RMxfYYErafwwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNYm9pdGUuZXhlbXBsZTAgFw0yNjExMzAxMTUwNDNaGA8yMTI2
MTEwNjExNTA0M1owGDEWMBQGA1UEAwwNYm9pdGUuZXhlbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABMoyo/FidpFuO7IwqoD7XA4jwzdmhlUUVmhN73hqq9yk
eSGKCD3RXDHQO7pxFrJO10UTKsS3HBRdaQzfBt+vXUOjbTBrMB0GA1UdDgQWBBSs
cgbzgFHhieRunPTbsL6wwiYzrzAfBgNVHSMEGDAWgBSscgbzgFHhieRunPTbsL6w
wiYzrzAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDWJvaXRlLmV4ZW1wbGUw
CgYIKoZIzj0EAwIDRwAwRAIgbGuYm1uFOz9em2agRaBXMYdhTIfPgCQhg9kXTBIZ
d7oCICt44MnFIfmIhS7fvnhHYBY3Y/fBuoQUYzx5QARMpkxD
-----END CERTIFICATE-----`

type Jointe = { readonly nom: string; readonly type: string; readonly octets: Uint8Array }
type MessagePose = {
  readonly messageId?: string
  readonly le: Date
  readonly jointes?: readonly Jointe[]
}
type Tenu = MessagePose & { readonly uid: number }

const cite = (t: string) => `"${t}"`
const base64 = (o: Uint8Array) => Buffer.from(o).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
const mois = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dateImap = (d: Date) =>
  `${String(d.getUTCDate()).padStart(2, ' ')}-${mois[d.getUTCMonth()]}-${d.toISOString().slice(0, 4)} ${d.toISOString().slice(11, 19)} +0000`

const structure = (m: Tenu) =>
  `(("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 7 1 NIL NIL NIL NIL)${(m.jointes ?? [])
    .map((j) => {
      const [type, sous] = j.type.split('/') as [string, string]
      return `(${cite(type)} ${cite(sous)} ("name" ${cite(j.nom)}) NIL NIL "base64" ${base64(j.octets).length}${type === 'text' ? ' 1' : ''} NIL ("attachment" ("filename" ${cite(j.nom)})) NIL NIL)`
    })
    .join('')} "mixed" ("boundary" "b") NIL NIL NIL)`

export const boiteSimulee = async ({ secret = 'sésame', dossiers = ['INBOX', 'Factures'] } = {}) => {
  const messages: Tenu[] = []
  const commandes: string[] = []
  let [validite, coupeApres] = [1, Number.POSITIVE_INFINITY]
  const corps = (m: Tenu, partie: string): Buffer => {
    const n = Number(partie.replace('.MIME', ''))
    const j = m.jointes?.[n - 2]
    if (partie.endsWith('.MIME'))
      return Buffer.from(
        j
          ? `Content-Type: ${j.type}; name="${j.nom}"\r\nContent-Transfer-Encoding: base64\r\n\r\n`
          : 'Content-Type: text/plain; charset=utf-8\r\n\r\n',
      )
    return Buffer.from(j ? base64(j.octets) : 'Bonjour')
  }
  const champs = (m: Tenu, demande: string): Buffer => {
    const rendus: Buffer[] = [Buffer.from(`UID ${m.uid}`)]
    if (/ENVELOPE/.test(demande))
      rendus.push(
        Buffer.from(
          `ENVELOPE (NIL "objet" NIL NIL NIL NIL NIL NIL NIL ${m.messageId ? cite(m.messageId) : 'NIL'})`,
        ),
      )
    if (/BODYSTRUCTURE/.test(demande)) rendus.push(Buffer.from(`BODYSTRUCTURE ${structure(m)}`))
    if (/INTERNALDATE/.test(demande)) rendus.push(Buffer.from(`INTERNALDATE ${cite(dateImap(m.le))}`))
    if (/RFC822\.SIZE/.test(demande))
      rendus.push(
        Buffer.from(`RFC822.SIZE ${(m.jointes ?? []).reduce((t, j) => t + base64(j.octets).length, 1_000)}`),
      )
    if (/FLAGS/.test(demande)) rendus.push(Buffer.from('FLAGS ()'))
    for (const [, partie = '', debut, taille] of demande.matchAll(
      /BODY\.PEEK\[([\d.]+(?:MIME)?)\](?:<(\d+)\.(\d+)>)?/g,
    )) {
      const entier = corps(m, partie)
      const octets =
        debut === undefined ? entier : entier.subarray(Number(debut), Number(debut) + Number(taille))
      rendus.push(
        Buffer.concat([
          Buffer.from(`BODY[${partie}]${debut === undefined ? '' : `<${debut}>`} {${octets.length}}\r\n`),
          octets,
        ]),
      )
    }
    return Buffer.concat(rendus.flatMap((r, i) => (i === 0 ? [r] : [Buffer.from(' '), r])))
  }
  const choisis = (plage: string): readonly Tenu[] => {
    const dernier = messages.at(-1)?.uid ?? 0
    const [a, b] = plage.split(':').map((x) => (x === '*' ? dernier : Number(x)))
    const [min, max] = [Math.min(a ?? 0, b ?? a ?? 0), Math.max(a ?? 0, b ?? a ?? 0)]
    return messages.filter((m) => m.uid >= min && m.uid <= max)
  }
  const repondre = (prise: TLSSocket, ligne: string) => {
    const [, tag = '', commande = '', reste = ''] = /^(\S+) (UID \w+|\w+) ?(.*)$/i.exec(ligne) ?? []
    commandes.push(commande.toUpperCase())
    const dire = (t: string) => prise.write(`${t}\r\n`)
    const non = (t: string) => dire(`${tag} NO ${t}`)
    switch (commande.toUpperCase()) {
      case 'CAPABILITY':
        dire('* CAPABILITY IMAP4rev1')
        break
      case 'LOGIN':
        if (!reste.includes(cite(secret)) && !reste.endsWith(` ${secret}`))
          return void non('[AUTHENTICATIONFAILED] non')
        break
      case 'LIST':
      case 'LSUB':
        if (reste.endsWith('""')) dire('* LIST (\\Noselect) "/" ""')
        for (const d of dossiers)
          if (reste.endsWith(cite(d)) || reste.endsWith(` ${d}`))
            dire(`* ${commande.toUpperCase()} () "/" ${cite(d)}`)
        break
      case 'EXAMINE':
        if (!dossiers.some((d) => reste.replaceAll('"', '') === d)) return void non('[NONEXISTENT] non')
        dire(`* ${messages.length} EXISTS`)
        dire('* FLAGS (\\Seen)')
        dire(`* OK [UIDVALIDITY ${validite}] ok`)
        dire(`* OK [UIDNEXT ${(messages.at(-1)?.uid ?? 0) + 1}] ok`)
        return void dire(`${tag} OK [READ-ONLY] fait`)
      case 'UID SEARCH': {
        const plage = /UID ([\d:*]+)/.exec(reste)?.[1]
        dire(`* SEARCH${(plage ? choisis(plage) : messages).map((m) => ` ${m.uid}`).join('')}`)
        break
      }
      case 'UID FETCH': {
        const [, plage = '', demande = ''] = /^(\S+) (.*)$/.exec(reste) ?? []
        for (const m of choisis(plage)) {
          coupeApres -= demande.includes('BODY.PEEK') ? 1 : 0
          if (coupeApres < 0) {
            coupeApres = Number.POSITIVE_INFINITY
            return void prise.destroy()
          }
          prise.write(
            Buffer.concat([
              Buffer.from(`* ${messages.indexOf(m) + 1} FETCH (`),
              champs(m, demande),
              Buffer.from(')\r\n'),
            ]),
          )
        }
        break
      }
      case 'NOOP':
      case 'LOGOUT':
        break
      default:
        return void dire(`${tag} BAD cette boîte ne fait que se lire`)
    }
    dire(`${tag} OK fait`)
  }
  const serveur = createServer({ key: cle, cert: certificat }, (prise) => {
    let recu = ''
    prise.on('error', () => {})
    prise.write('* OK prête\r\n')
    prise.on('data', (m) => {
      recu += m.toString('utf8')
      for (let i = recu.indexOf('\r\n'); i >= 0; i = recu.indexOf('\r\n')) {
        const ligne = recu.slice(0, i)
        recu = recu.slice(i + 2)
        repondre(prise, ligne)
      }
    })
  })
  serveur.on('tlsClientError', () => {})
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
  const { port } = serveur.address() as AddressInfo
  return {
    acces: { hote: 'boite.exemple', port, compte: 'factures', secret, dossier: 'Factures' },
    creer: creerBoiteImap({
      resoudre: async () => ['127.0.0.1'],
      permise: () => true,
      tls: { ca: certificat },
      millisecondes: 5_000,
    }),
    commandes,
    poser: (m: MessagePose) => void messages.push({ ...m, uid: (messages.at(-1)?.uid ?? 0) + 1 }),
    /** Le dossier est refait : ses messages sont les mêmes, sous d’autres numéros. */
    renumeroter: () => {
      validite += 1
      for (const [i, m] of messages.entries()) messages[i] = { ...m, uid: 100 + i }
    },
    /** Coupe la connexion au milieu : après tant de fichiers demandés. */
    couperApres: (fichiers: number) => {
      coupeApres = fichiers
    },
    fermer: () => void serveur.close(),
  }
}
