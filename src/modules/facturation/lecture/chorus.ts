/**
 * Chorus Pro par son interface (PISTE, clés OAuth 2 « client credentials », compte technique dans l’en-tête « cpro-account »). Rien de ce qui est
 * écrit ici n’a été joué contre Chorus Pro. Lu dans des clients publiés qui s’accordent : l’adresse des jetons, `deposer/flux` et ses champs,
 * `consulterCRDetaille` et les états « IN_INTEGRE », « IN_REJETE ». Supposé : tout autre état est une attente, sauf « IN_INCIDENTE » et « INTEGRE_PARTIELLEMENT », à regarder ; un 429 ou
 * un 503 n’a rien pris ; `health-check`.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { creerDemander, type Demander } from '#platform/reseau/demander.ts'
import type { AccesChorus, ChorusPro, RefusDeDepot, RefusPlateforme } from '../domain/cycle/plateforme.ts'

/** Factur-X, dans la liste des syntaxes de Chorus Pro. */
const SYNTAXE = 'IN_DP_E2_CII_FACTURX'
/** Ce que Chorus Pro prend d’un fichier, au plus (spécifications externes, annexe des services). */
const OCTETS = 10_000_000

const jetonRecu = z.object({ access_token: z.string().min(1).max(10_000), expires_in: z.number().optional() })
const depotRecu = z.object({
  codeRetour: z.number(),
  libelle: z.string().max(2_000).nullish(),
  numeroFluxDepot: z.string().max(36).nullish(),
})
const erreurs = z
  .array(
    z.object({
      libelleErreurDP: z.string().max(2_000).nullish(),
      libelleErreur: z.string().max(2_000).nullish(),
    }),
  )
  .nullish()
const compteRenduRecu = z.object({
  codeRetour: z.number(),
  libelle: z.string().max(2_000).nullish(),
  etatCourantDepotFlux: z.string().max(100).nullish(),
  listeErreurDP: erreurs,
  listeErreurTechnique: erreurs,
})

const net = (t: string) => t.replaceAll(/\p{Cc}/gu, ' ').trim()
const sansReponse = refuser('injoignable', 'Chorus Pro ne répond pas.')

export type CreerChorus = (acces: AccesChorus) => ChorusPro

export const creerChorusPro = (demander: Demander = creerDemander()): CreerChorus => {
  const jetons = new Map<string, { readonly jeton: string; readonly jusqua: number }>()
  return (acces) => {
    const cle = createHash('sha256').update(JSON.stringify(acces)).digest('hex')

    const lireJson = <T>(schema: z.ZodType<T>, octets: Uint8Array): T | undefined => {
      try {
        return schema.safeParse(JSON.parse(Buffer.from(octets).toString('utf8'))).data
      } catch {
        // Une page d’erreur, et non une réponse.
        return undefined
      }
    }
    const jeton = async (): Promise<Result<string, RefusPlateforme>> => {
      const garde = jetons.get(cle)
      if (garde && garde.jusqua > Date.now()) return ok(garde.jeton)
      const r = await demander(acces.jeton, {
        methode: 'POST',
        enTetes: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        corps: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: acces.client,
          client_secret: acces.secret,
          scope: 'openid',
        }).toString(),
      })
      if (!r.ok) return r.error.code === 'injoignable' ? sansReponse : refuser('cles', r.error.phrase)
      const { statut, octets } = r.value
      if (statut >= 400 && statut < 500 && statut !== 429)
        return refuser('cles', 'PISTE refuse ces clés : identifiant ou secret faux.')
      const lu = statut === 200 ? lireJson(jetonRecu, octets) : undefined
      if (!lu) return sansReponse
      jetons.set(cle, {
        jeton: lu.access_token,
        jusqua: Date.now() + Math.max((lu.expires_in ?? 60) - 30, 0) * 1_000,
      })
      return ok(lu.access_token)
    }
    /** Sans réponse lisible, `doute` : la demande est peut-être prise. */
    const appeler = async (
      methode: 'GET' | 'POST',
      chemin: string,
      corps?: unknown,
    ): Promise<Result<Uint8Array, RefusDeDepot>> => {
      const porteur = await jeton()
      if (!porteur.ok) return { ok: false, error: { ...porteur.error, rienPris: true } }
      const r = await demander(`${acces.api.replace(/\/+$/, '')}/cpro/${chemin}`, {
        methode,
        enTetes: {
          'content-type': 'application/json;charset=utf-8',
          accept: 'application/json;charset=utf-8',
          authorization: `Bearer ${porteur.value}`,
          'cpro-account': Buffer.from(`${acces.compte}:${acces.motDePasse}`).toString('base64'),
        },
        ...(corps === undefined ? {} : { corps: JSON.stringify(corps) }),
      })
      if (!r.ok)
        return r.error.code === 'adresse' || r.error.code === 'privee'
          ? { ok: false, error: { code: 'cles', phrase: r.error.phrase, rienPris: true } }
          : sansReponse
      const { statut, octets } = r.value
      if (statut === 401 || statut === 403) {
        jetons.delete(cle)
        return {
          ok: false,
          error: {
            code: 'cles',
            phrase: `Chorus Pro refuse ces clés, ou ce compte technique (réponse ${statut}).`,
            rienPris: true,
          },
        }
      }
      if (statut === 429 || statut === 503)
        return {
          ok: false,
          error: {
            code: 'injoignable',
            phrase: `Chorus Pro ne peut pas répondre (réponse ${statut}).`,
            rienPris: true,
          },
        }
      if (statut >= 400 && statut < 500)
        return refuser('refuse', `Chorus Pro refuse cette demande (réponse ${statut}).`)
      return statut === 200 ? ok(octets) : sansReponse
    }

    return {
      deposer: async ({ nom, octets }) => {
        if (octets.length > OCTETS)
          return refuser('refuse', 'Chorus Pro ne prend pas un fichier de plus de dix mégaoctets.')
        const r = await appeler('POST', 'factures/v1/deposer/flux', {
          fichierFlux: Buffer.from(octets).toString('base64'),
          nomFichier: nom,
          syntaxeFlux: SYNTAXE,
          avecSignature: false,
        })
        if (!r.ok) return r
        const lu = lireJson(depotRecu, r.value)
        if (!lu) return sansReponse
        return lu.codeRetour === 0 && lu.numeroFluxDepot
          ? ok({ flux: lu.numeroFluxDepot })
          : refuser(
              'refuse',
              `Chorus Pro refuse ce dépôt : ${net(lu.libelle ?? '') || `code ${lu.codeRetour}`}`,
            )
      },
      // Chorus Pro ne garde pas notre suivi : un dépôt dont la réponse s’est perdue ne se refait pas tout seul.
      retrouver: async () =>
        refuser(
          'doute',
          'Chorus Pro n’a pas répondu de ce dépôt : il y est peut-être. Cherchez-y la facture ; un jour après, dites ici ce que vous y avez vu.',
        ),
      compteRendu: async (flux) => {
        const r = await appeler('POST', 'transverses/v1/consulterCRDetaille', {
          numeroFluxDepot: flux,
          syntaxeFlux: SYNTAXE,
        })
        if (!r.ok) return r
        const lu = lireJson(compteRenduRecu, r.value)
        if (!lu) return sansReponse
        const etat = lu.etatCourantDepotFlux ?? ''
        if (/^(IN_)?INTEGRE$/.test(etat)) return ok({ etat: 'integre' })
        const rejete = /^(IN_)?REJETE$/.test(etat)
        if (!rejete && !/^(IN_)?(INCIDENTE|INTEGRE_PARTIELLEMENT)$/.test(etat)) return ok({ etat: 'attend' })
        const motif = [...(lu.listeErreurDP ?? []), ...(lu.listeErreurTechnique ?? [])]
          .flatMap((e) => e.libelleErreurDP ?? e.libelleErreur ?? [])
          .map(net)
          .join(' ; ')
        return ok({
          etat: rejete ? 'rejete' : 'incident',
          motif: (motif || net(lu.libelle ?? '') || etat).slice(0, 500),
        })
      },
      eprouver: async () => {
        const r = await appeler('GET', 'transverses/v1/health-check')
        return r.ok ? ok(true) : r
      },
    }
  }
}
