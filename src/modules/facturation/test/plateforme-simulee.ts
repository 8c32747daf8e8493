/**
 * Une plateforme agréée sur la boucle locale, d’après le fichier OpenAPI : chaque demande reçue et chaque réponse rendue y sont tenues quand
 * ce fichier est là (il n’est pas à nous : il reste dehors). Ses pannes se commandent, une fois chacune.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { creerDemander } from '#platform/reseau/demander.ts'
import { creerPlateformeAgreee } from '../lecture/xp-z12-013.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [k: string]: Json }
type Objet = { readonly [k: string]: Json }
const fichier = (nom: string) => resolve(import.meta.dirname, '../../../../../shared/donnees/afnor', nom)
export const openApiPresent = existsSync(fichier('flow-service-1.1.0.json'))

/** Les renvois (`$ref`) remplacés par ce qu’ils nomment : ce fichier n’a pas de boucle. */
const lireSchemas = (nom: string): ((schema: string) => z.ZodType) => {
  const api = JSON.parse(readFileSync(fichier(nom), 'utf8')) as Objet
  const deplier = (v: Json): Json => {
    if (Array.isArray(v)) return v.map(deplier)
    if (v === null || typeof v !== 'object') return v
    const o = v as Objet
    if (typeof o.$ref === 'string')
      return deplier(
        o.$ref
          .slice(2)
          .split('/')
          .reduce<Json>((n, k) => (n as Objet)[k] ?? null, api),
      )
    return Object.fromEntries(
      Object.entries(o)
        .filter(
          ([k, x]) =>
            !(k === 'format' && (x === 'date-time' || x === 'int32')) && k !== 'example' && k !== 'default',
        )
        .map(([k, x]) => [k, deplier(x)]),
    )
  }
  const { schemas } = (api as { components: { schemas: Objet } }).components
  return (schema) => z.fromJSONSchema(deplier(schemas[schema] ?? null) as never)
}

type FluxTenu = {
  readonly id: string
  readonly suivi?: string
  readonly type: string
  readonly sens: 'In' | 'Out'
  readonly octets: Buffer
  maj: number
  accuse: 'Pending' | 'Ok' | 'Error'
  motif?: string
}
/** `avant` : coupée avant d’avoir rien gardé ; `apres` : gardé, et la réponse se perd. */
export type Panne = 'avant' | 'apres' | 'muette' | 503 | 429 | 422 | 404 | 401 | 'charabia'

const lireCorps = async (q: IncomingMessage): Promise<Buffer> => {
  const m: Buffer[] = []
  for await (const x of q) m.push(x as Buffer)
  return Buffer.concat(m)
}
/** Les deux parties du formulaire : ce qui décrit le fichier, et lui. */
const lireFormulaire = (type: string, corps: Buffer) => {
  const borne = /boundary=(.+)$/.exec(type)?.[1] ?? ''
  const parties = corps.toString('latin1').split(`--${borne}`).slice(1, -1)
  const de = (nom: string) => {
    const p = parties.find((x) => x.includes(`name="${nom}"`)) ?? ''
    return Buffer.from(p.slice(p.indexOf('\r\n\r\n') + 4, -2), 'latin1')
  }
  return { info: JSON.parse(de('flowInfo').toString('utf8')) as Objet, fichier: de('file') }
}

export const plateformeSimulee = async () => {
  const flux: FluxTenu[] = []
  const pannes: { readonly ou: 'depot' | 'recherche' | 'fichier' | 'jeton'; readonly quoi: Panne }[] = []
  const ecarts: string[] = []
  const depots: string[] = []
  const demandes: string[] = []
  let [horloge, desordre, doubles] = [Date.parse('2026-11-25T09:00:00Z'), false, false]
  const schemas = openApiPresent ? lireSchemas('flow-service-1.1.0.json') : undefined
  const schemasAnnuaire = openApiPresent ? lireSchemas('directory-service-1.1.0.json') : undefined
  const tenir = (nom: string, v: unknown, de = schemas) => {
    const lu = de?.(nom).safeParse(v)
    if (lu && !lu.success)
      ecarts.push(`${nom} : ${lu.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join(' ; ')}`)
  }
  const tic = () => {
    horloge += 1_000
    return horloge
  }
  const montrer = (f: FluxTenu) => ({
    flowId: f.id,
    ...(f.suivi === undefined ? {} : { trackingId: f.suivi }),
    flowType: f.type,
    flowDirection: f.sens,
    flowSyntax: f.type.endsWith('LC') ? 'CDAR' : 'Factur-X',
    submittedAt: new Date(f.maj).toISOString(),
    updatedAt: new Date(f.maj).toISOString(),
    acknowledgement: {
      status: f.accuse,
      ...(f.motif
        ? {
            details: [
              { level: 'Error', item: 'file', reasonCode: f.motif, reasonMessage: 'Contrôle non passé' },
            ],
          }
        : {}),
    },
  })
  const rendre = (r: ServerResponse, statut: number, v: unknown) =>
    r.writeHead(statut, { 'content-type': 'application/json' }).end(JSON.stringify(v))
  const erreur = (r: ServerResponse, statut: number, code: string) => {
    const v = { errorCode: code, errorMessage: 'Refus simulé' }
    tenir('Error', v)
    rendre(r, statut, v)
  }
  const enPanne = (
    ou: (typeof pannes)[number]['ou'],
    q: IncomingMessage,
    r: ServerResponse,
  ): Panne | undefined => {
    const i = pannes.findIndex((p) => p.ou === ou)
    const [p] = i < 0 ? [] : pannes.splice(i, 1)
    if (!p) return undefined
    if (p.quoi === 'avant') q.socket.destroy()
    else if (p.quoi === 'charabia') r.writeHead(200, { 'content-type': 'text/html' }).end('<p>Bonjour</p>')
    else if (typeof p.quoi === 'number') erreur(r, p.quoi, 'SIMULE')
    return p.quoi
  }
  const servir = async (q: IncomingMessage, r: ServerResponse) => {
    const corps = await lireCorps(q)
    const url = new URL(q.url ?? '/', 'http://x')
    demandes.push(`${q.method} ${url.pathname}`)
    if (url.pathname === '/jeton') {
      if (enPanne('jeton', q, r)) return
      const bon =
        q.headers.authorization === `Basic ${Buffer.from('coop:s%C3%A9same').toString('base64')}` &&
        corps.toString() === 'grant_type=client_credentials'
      rendre(
        r,
        bon ? 200 : 401,
        bon
          ? { access_token: 'porteur', token_type: 'Bearer', expires_in: 300 }
          : { error: 'invalid_client' },
      )
      return
    }
    if (q.headers.authorization !== 'Bearer porteur') return erreur(r, 401, 'MISSING_TOKEN')
    if (url.pathname === '/flux/v1/healthcheck') return void r.writeHead(200).end()
    if (url.pathname === '/annuaire/v1/directory-line/search') {
      const lue = JSON.parse(corps.toString()) as Objet
      tenir('searchDirectoryLine', lue, schemasAnnuaire)
      const siren = ((lue.filters as Objet).siren as Objet).value
      const v = {
        results: siren === '999381650' ? [{ addressingIdentifier: '999381650', siren: '999381650' }] : [],
      }
      tenir('directoryLineSearchPost200Response', v, schemasAnnuaire)
      return void rendre(r, 200, v)
    }
    if (url.pathname === '/flux/v1/flows' && q.method === 'POST') {
      const p = enPanne('depot', q, r)
      if (p !== undefined && p !== 'apres' && p !== 'muette') return
      const { info, fichier: octets } = lireFormulaire(q.headers['content-type'] ?? '', corps)
      tenir('FlowInfo', info)
      if (info.sha256 !== createHash('sha256').update(octets).digest('hex'))
        return erreur(r, 422, 'ChecksumMismatch')
      // Une plateforme tient l’unicité : le même suivi n’entre pas deux fois.
      if (flux.some((f) => f.suivi === info.trackingId)) return erreur(r, 409, 'AlreadyExistingFlow')
      const f: FluxTenu = {
        id: randomUUID(),
        suivi: String(info.trackingId),
        type: info.flowSyntax === 'CDAR' ? 'CustomerInvoiceLC' : 'CustomerInvoice',
        sens: 'Out',
        octets,
        maj: tic(),
        accuse: 'Pending',
      }
      flux.push(f)
      depots.push(f.suivi ?? '')
      if (p === 'apres') return void q.socket.destroy()
      if (p === 'muette') return
      const v = { flowId: f.id, submittedAt: new Date(f.maj).toISOString(), ...info }
      tenir('Flow', { ...montrer(f) })
      return void rendre(r, 202, v)
    }
    if (url.pathname === '/flux/v1/flows/search') {
      if (enPanne('recherche', q, r)) return
      const lue = JSON.parse(corps.toString()) as Objet
      tenir('SearchFlowParams', lue)
      const ou = lue.where as Objet
      const trouves = flux
        .filter((f) =>
          ou.trackingId === undefined
            ? f.maj > Date.parse(String(ou.updatedAfter))
            : f.suivi === ou.trackingId,
        )
        .toSorted((a, b) => a.maj - b.maj)
        .slice(0, Number(lue.limit ?? 25))
        .map(montrer)
      const v = {
        limit: lue.limit,
        results: [...(desordre ? trouves.toReversed() : trouves), ...(doubles ? trouves : [])],
      }
      tenir('SearchFlowContent', v)
      return void rendre(r, 200, v)
    }
    const f = flux.find((x) => url.pathname === `/flux/v1/flows/${x.id}`)
    if (!f) return erreur(r, 404, 'MISSING_RESOURCE')
    if (enPanne('fichier', q, r)) return
    r.writeHead(200, { 'content-type': 'application/octet-stream' }).end(f.octets)
  }
  const serveur = createServer((q, r) => {
    servir(q, r).catch(() => q.socket.destroy())
  })
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
  const port = (serveur.address() as AddressInfo).port
  const racine = `http://plateforme.exemple:${port}`
  return {
    reglages: {
      nom: 'Passerelle d’essai',
      flux: `${racine}/flux`,
      annuaire: `${racine}/annuaire`,
      jeton: `${racine}/jeton`,
      client: 'coop',
      secret: 'sésame',
    },
    creer: creerPlateformeAgreee(
      creerDemander({ resoudre: async () => ['127.0.0.1'], permise: () => true, millisecondes: 400 }),
    ),
    flux,
    /** Le suivi de chaque fichier entré. */
    depots,
    demandes,
    /** Ce qui s’écarte du fichier OpenAPI. */
    ecarts,
    panne: (ou: (typeof pannes)[number]['ou'], quoi: Panne) => void pannes.push({ ou, quoi }),
    regler: (r: { readonly desordre?: boolean; readonly doubles?: boolean }) => {
      desordre = r.desordre ?? desordre
      doubles = r.doubles ?? doubles
    },
    accuser: (suivi: string, accuse: 'Ok' | 'Error', motif?: string) => {
      const f = flux.find((x) => x.suivi === suivi)
      if (!f) throw new Error('aucun flux de ce suivi')
      f.accuse = accuse
      if (motif) f.motif = motif
      f.maj = tic()
    },
    /** Un flux entrant : une facture d’un fournisseur, ou un statut. */
    apporter: (
      type: 'SupplierInvoice' | 'CustomerInvoiceLC' | 'SupplierInvoiceLC' | 'StateInvoice',
      octets: Uint8Array,
    ) => {
      const f: FluxTenu = {
        id: randomUUID(),
        type,
        sens: 'In',
        octets: Buffer.from(octets),
        maj: tic(),
        accuse: 'Ok',
      }
      flux.push(f)
      return f.id
    },
    fermer: () => {
      serveur.closeAllConnections()
      serveur.close()
    },
  }
}
