/**
 * Une plateforme agréée par l’interface commune (XP Z12-013, « Flow Service » et « Directory Service » 1.1.0), clés OAuth 2 « client
 * credentials » (RFC 6749, 4.4). Rien de ce qu’elle répond n’est cru : ce qui ne se lit pas est une panne, à refaire.
 */
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { creerDemander, type Demander, type Reponse } from '#platform/reseau/demander.ts'
import type { AccesPlateforme, Flux, PlateformeAgreee, RefusPlateforme } from '../domain/cycle/plateforme.ts'

/** Un fichier de facture, pièces jointes comprises. */
const OCTETS = 20_000_000

const jetonRecu = z.object({ access_token: z.string().min(1).max(10_000), expires_in: z.number().optional() })
const fluxRecu = z.object({
  flowId: z
    .string()
    .max(36)
    .regex(/^\P{Cc}+$/u),
  trackingId: z.string().max(36).nullish(),
  flowType: z.string().nullish(),
  flowDirection: z.enum(['In', 'Out']).nullish(),
  updatedAt: z.coerce.date().nullish(),
  submittedAt: z.coerce.date().nullish(),
  acknowledgement: z
    .object({
      status: z.enum(['Pending', 'Ok', 'Error']),
      details: z
        .array(
          z.object({
            level: z.string(),
            reasonCode: z.string().max(200),
            reasonMessage: z.string().max(2_000),
          }),
        )
        .nullish(),
    })
    .nullish(),
})
const recherche = z.object({ results: z.array(fluxRecu).nullish() })
const lignes = z.object({
  results: z
    .array(z.object({ addressingIdentifier: z.string().max(125).nullish(), siren: z.string().nullish() }))
    .nullish(),
})
const erreurRecue = z.object({
  errorCode: z.string().max(100).nullish(),
  errorMessage: z.string().max(500).nullish(),
})

const accuses = { Pending: 'attend', Ok: 'pris', Error: 'erreur' } as const
const genreDe = (t: string | null | undefined): Flux['genre'] =>
  t === 'SupplierInvoice' || t === 'CustomerInvoice'
    ? 'facture'
    : /InvoiceLC$/.test(t ?? '')
      ? 'statut'
      : 'autre'

const enFlux = (f: z.infer<typeof fluxRecu>): Flux => ({
  id: f.flowId,
  suivi: f.trackingId ?? undefined,
  sens: f.flowDirection === 'In' ? 'entrant' : 'sortant',
  genre: genreDe(f.flowType),
  majLe: f.updatedAt ?? f.submittedAt ?? new Date(0),
  // Ce qui nous vient sans accusé est à lire ; ce qui part sans accusé attend le sien.
  accuse: accuses[f.acknowledgement?.status ?? (f.flowDirection === 'In' ? 'Ok' : 'Pending')],
  motif:
    f.acknowledgement?.details
      ?.map((d) => `${d.reasonMessage} (${d.reasonCode})`)
      .join(' ; ')
      .replaceAll(/\p{Cc}/gu, ' ')
      .slice(0, 500) || null,
})

const panne = (phrase: string) => refuser('injoignable', phrase)

const lireJson = <T>(schema: z.ZodType<T>, r: Reponse): Result<T, RefusPlateforme> => {
  try {
    const lu = schema.safeParse(JSON.parse(Buffer.from(r.octets).toString('utf8')))
    if (lu.success) return ok(lu.data)
  } catch {
    // Ce n’est pas du JSON : même panne.
  }
  return panne('La plateforme a répondu ce qui ne se lit pas.')
}

/** Le refus que dit un statut HTTP ; rien si la demande a abouti. */
const refusDuStatut = (r: Reponse): RefusPlateforme | undefined => {
  if (r.statut >= 200 && r.statut < 300) return undefined
  const lue = lireJson(erreurRecue, r)
  const dit = lue.ok
    ? [lue.value.errorMessage, lue.value.errorCode]
        .filter(Boolean)
        .join(', ')
        .replaceAll(/\p{Cc}/gu, ' ')
    : ''
  const avec = dit ? ` : ${dit}` : ''
  if (r.statut === 401 || r.statut === 403)
    return { code: 'cles', phrase: `La plateforme refuse ces clés (réponse ${r.statut})${avec}.` }
  if (r.statut === 408 || r.statut === 429 || r.statut >= 500 || r.statut < 400)
    return { code: 'injoignable', phrase: `La plateforme ne peut pas répondre (réponse ${r.statut}).` }
  if (r.statut === 409 || /AlreadyExistingFlow/i.test(dit))
    return { code: 'deja', phrase: 'La plateforme a déjà ce dépôt.' }
  return { code: 'refuse', phrase: `La plateforme refuse cette demande (réponse ${r.statut})${avec}.` }
}

const racine = (adresse: string) => adresse.replace(/\/+$/, '').replace(/\/v1$/, '')

export type CreerPlateforme = (acces: AccesPlateforme) => PlateformeAgreee

export const creerPlateformeAgreee = (demander: Demander = creerDemander()): CreerPlateforme => {
  // Un jeton sert à tous les dépôts d’une coopérative, jusqu’à sa fin : sa clé dit l’adresse, l’identifiant et le secret.
  const jetons = new Map<string, { readonly jeton: string; readonly jusqua: number }>()
  return (acces) => {
    const cle = createHash('sha256')
      .update(JSON.stringify([acces.jeton, acces.client, acces.secret]))
      .digest('hex')

    const jeton = async (): Promise<Result<string, RefusPlateforme>> => {
      const garde = jetons.get(cle)
      if (garde && garde.jusqua > Date.now()) return ok(garde.jeton)
      const r = await demander(acces.jeton, {
        methode: 'POST',
        enTetes: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(acces.client)}:${encodeURIComponent(acces.secret)}`).toString('base64')}`,
        },
        corps: 'grant_type=client_credentials',
      })
      if (!r.ok) return enPanne(r.error)
      if (r.value.statut === 400 || r.value.statut === 401)
        return refuser('cles', 'La plateforme refuse ces clés : identifiant ou secret faux.')
      const gene = refusDuStatut(r.value)
      if (gene) return ko(gene)
      const lu = lireJson(jetonRecu, r.value)
      if (!lu.ok) return lu
      jetons.set(cle, {
        jeton: lu.value.access_token,
        jusqua: Date.now() + (lu.value.expires_in ?? 60) * 500,
      })
      return ok(lu.value.access_token)
    }
    const enPanne = (r: { readonly code: string; readonly phrase: string }) =>
      r.code === 'adresse' || r.code === 'privee' ? refuser('cles', r.phrase) : panne(r.phrase)

    const appeler = async (
      url: string,
      demande: {
        readonly methode: 'GET' | 'POST'
        readonly type?: string
        readonly corps?: string | Uint8Array
      },
    ): Promise<Result<Reponse, RefusPlateforme>> => {
      const ancien = jetons.has(cle)
      const porteur = await jeton()
      if (!porteur.ok) return porteur
      const r = await demander(url, {
        methode: demande.methode,
        octets: OCTETS,
        enTetes: {
          authorization: `Bearer ${porteur.value}`,
          accept: '*/*',
          ...(demande.type ? { 'content-type': demande.type } : {}),
        },
        ...(demande.corps === undefined ? {} : { corps: demande.corps }),
      })
      if (!r.ok) return enPanne(r.error)
      const gene = refusDuStatut(r.value)
      // Un jeton périmé plus tôt que dit se redemande, une fois.
      if (gene?.code === 'cles') {
        jetons.delete(cle)
        if (ancien) return appeler(url, demande)
      }
      return gene ? ko(gene) : r
    }
    const enJson = { methode: 'POST', type: 'application/json' } as const
    const v1 = `${racine(acces.flux)}/v1`

    return {
      deposer: async (d) => {
        const borne = `coforme-${randomBytes(16).toString('hex')}`
        const info = {
          trackingId: d.suivi,
          name: d.nom,
          flowSyntax: d.syntaxe,
          sha256: createHash('sha256').update(d.octets).digest('hex'),
        }
        const type = d.syntaxe === 'Factur-X' ? 'application/pdf' : 'application/xml'
        const nom = d.nom.replaceAll(/[^A-Za-z0-9._-]/g, '-')
        const corps = Buffer.concat([
          Buffer.from(
            `--${borne}\r\ncontent-disposition: form-data; name="flowInfo"\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(info)}\r\n` +
              `--${borne}\r\ncontent-disposition: form-data; name="file"; filename="${nom}"\r\ncontent-type: ${type}\r\n\r\n`,
          ),
          d.octets,
          Buffer.from(`\r\n--${borne}--\r\n`),
        ])
        const r = await appeler(`${v1}/flows`, {
          methode: 'POST',
          type: `multipart/form-data; boundary=${borne}`,
          corps,
        })
        if (!r.ok) return r
        const lu = lireJson(z.object({ flowId: z.string().min(1).max(36) }), r.value)
        return lu.ok ? ok({ flux: lu.value.flowId }) : lu
      },
      chercher: async (critere) => {
        const where =
          'suivi' in critere ? { trackingId: critere.suivi } : { updatedAfter: critere.apres.toISOString() }
        const r = await appeler(`${v1}/flows/search`, {
          ...enJson,
          corps: JSON.stringify({ limit: 100, where }),
        })
        if (!r.ok) return r
        const lu = lireJson(recherche, r.value)
        return lu.ok
          ? ok((lu.value.results ?? []).map(enFlux).toSorted((a, b) => a.majLe.getTime() - b.majLe.getTime()))
          : lu
      },
      prendre: async (flux) => {
        const r = await appeler(`${v1}/flows/${encodeURIComponent(flux)}?docType=Original`, {
          methode: 'GET',
        })
        return r.ok ? ok(r.value.octets) : r
      },
      adressesDe: async (siren) => {
        if (acces.annuaire === null) return refuser('refuse', 'L’adresse de l’annuaire n’est pas réglée.')
        const r = await appeler(`${racine(acces.annuaire)}/v1/directory-line/search`, {
          ...enJson,
          corps: JSON.stringify({
            filters: { siren: { op: 'contains', value: siren } },
            fields: ['addressingIdentifier', 'siren'],
            limit: 50,
          }),
        })
        if (!r.ok) return r
        const lu = lireJson(lignes, r.value)
        return lu.ok
          ? ok((lu.value.results ?? []).flatMap((l) => (l.siren === siren && l.addressingIdentifier) || []))
          : lu
      },
      eprouver: async () => {
        const r = await appeler(`${v1}/healthcheck`, { methode: 'GET' })
        return r.ok ? ok(true) : r
      },
    }
  }
}
