/** Le dossier remis, chez qui reçoit : ouvrir se note d’abord, dans une transaction à elle ; les pièces viennent dans une autre. */
import { type Context, Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireMissions } from '../db/appels.ts'
import { lireRemises } from '../db/dossier-portes.ts'
import type { Remise, RemiseId } from '../domain/dossier-remis.ts'
import type { Mission, MissionId } from '../domain/missions.ts'
import { type DossierOuvert, noterOuverture, ouvrirDossier } from '../gestes/dossier-remis.ts'
import { dossierDeMissionUrl, fichierDuDossierUrl } from '../liens.ts'
import { VueDuDossier } from './mission-dossier-vue.tsx'

type Lu = { readonly m: Mission; readonly r: Remise; readonly ouvert: DossierOuvert }

const types = ['application/pdf', 'image/png', 'image/jpeg']

export const dossierRemisPage = (services: Services) => {
  const montrer = async (
    c: Context<Env>,
    vue: (lu: Lu) => Response | Promise<Response>,
  ): Promise<Response> => {
    const mission = asId<'MissionAuDehors'>(c.req.param('mission') ?? '') as MissionId | undefined
    const remise = asId<'DossierRemis'>(c.req.param('remise') ?? '') as RemiseId | undefined
    if (!mission || !remise) return notFound(c)
    const trouver = async (tx: TenantTx) => {
      const [m] = await lireMissions(tx, mission)
      const r = m && (await lireRemises(tx, mission)).find((x) => x.remise === remise && x.lisible)
      return m && r && m.moi === 'recoit' ? { m, r } : undefined
    }
    let notee = false
    await pourVisiteur(c, services.db, async (tx) => {
      notee = (await trouver(tx)) !== undefined && (await noterOuverture(tx, remise, services.clock.now()))
      return c.body(null, 204)
    })
    if (!notee) return notFound(c)
    return pourVisiteur(c, services.db, async (tx) => {
      const lu = await trouver(tx)
      const ouvert = lu && (await ouvrirDossier(services, tx, lu.m, lu.r, services.clock.now()))
      return lu && ouvert ? vue({ ...lu, ouvert }) : notFound(c)
    })
  }
  return new Hono<Env>()
    .get(dossierDeMissionUrl.modele, exigerDroit('vivier.lire'), (c) =>
      montrer(c, (lu) => c.html(<VueDuDossier {...lu} />)),
    )
    .get(fichierDuDossierUrl.modele, exigerDroit('vivier.lire'), (c) =>
      montrer(c, ({ ouvert }) => {
        const p = ouvert.pieces[Number(c.req.param('rang')) - 1]
        if (!p?.fichier || !types.includes(p.type)) return notFound(c)
        return c.body(new Uint8Array(Buffer.from(p.fichier, 'base64')), 200, {
          'content-type': p.type,
          'content-disposition': 'inline',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        })
      }),
    )
}
