/** La porte de l’auditeur : un lien, sans compte, en lecture, jusqu’à un jour dit. L’échantillon figé, et rien d’autre. */

import { type Context, Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { isToken } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Facts, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { type EchantillonLu, lireEchantillon, lireFichierRemis } from '../db/missions.ts'
import { nommerPoint } from '../domain/audit-blanc.ts'
import { majuscule, motsGenreAudit } from '../domain/mots.ts'
import { lirePhotoFigee, pourAuditeur } from '../domain/photo.ts'
import { auditerPieceUrl, auditerPointUrl, auditerPreuvesUrl, auditerUrl } from '../liens.ts'
import { archiveRemise } from './archive-remise.ts'
import { type Adresses, jourCourt, Pieces, PlanDeLaJournee, SessionsMontrees } from './audit-vue.tsx'
import { PointsARegarder, PreuvesDuPoint } from './auditer-vue.tsx'
import { repondreFichier } from './fichier.ts'

const Vue = ({ lu, adresses, preuves }: { lu: EchantillonLu; adresses: Adresses; preuves: string }) => {
  const figee = lirePhotoFigee(lu.photo)
  const photo = figee && pourAuditeur(figee)
  return (
    <PublicPage
      title={`Les preuves ${de(lu.organisme)}`}
      lede={`En lecture, pour ${lu.nom}, jusqu’au ${formaterDate(lu.expireLe as DateCivile)}. ${lu.finalite}`}
    >
      <Facts
        faits={[
          ['Audit', `${motsGenreAudit[lu.genre]}, grille du ${jourCourt(lu.auditLe)}`],
          ['Dossiers', photo ? 'ouverts' : lu.ouvertLe ? 'à recopier' : 'pas encore ouverts'],
        ]}
      />
      {photo ? (
        <>
          <SessionsMontrees titre="Les dossiers" id="dossiers" sessions={photo.sessions} />
          <PlanDeLaJournee plan={photo.plan} />
          <PointsARegarder photo={photo} adresses={adresses} />
          <Pieces photo={photo} adresses={adresses} />
          <p>
            <a href={preuves}>Télécharger les preuves, par indicateur (ZIP)</a>
          </p>
        </>
      ) : lu.ouvertLe ? (
        <Empty titre="La copie des dossiers est à refaire">
          Elle date d’avant une mise à jour du logiciel. Dites-le à la coopérative : elle la refait, et vous
          la lisez ici.
        </Empty>
      ) : (
        <Empty titre="Les dossiers ne sont pas encore ouverts">
          Dites à la coopérative ceux que vous voulez voir : elle les ouvrira devant vous.
        </Empty>
      )}
    </PublicPage>
  )
}

export const auditerPages = (services: Pick<Services, 'db' | 'clock' | 'storage'>) => {
  const { db, storage } = services
  const adressesDe = (jeton: string): Adresses => ({
    point: (point) => auditerPointUrl({ jeton, point }),
    piece: (piece) => auditerPieceUrl({ jeton, piece }),
  })
  /** Un lien faux, échu ou retiré ne se distingue pas d’une adresse qui n’existe pas. */
  const pourLien = async (
    c: Context<Env>,
    quoi: string,
    work: (lu: EchantillonLu, jeton: string) => Response | Promise<Response>,
  ): Promise<Response> => {
    const jeton = c.req.param('jeton') ?? ''
    const lu = isToken(jeton)
      ? await db.withoutTenant((tx) => lireEchantillon(tx, { jeton }, quoi))
      : undefined
    c.header('referrer-policy', 'no-referrer')
    c.header('x-robots-tag', 'noindex')
    return lu ? work(lu, jeton) : notFound(c)
  }
  return new Hono<Env>()
    .get(auditerUrl.modele, (c) =>
      pourLien(c, 'dossier', (lu, jeton) =>
        c.html(<Vue lu={lu} adresses={adressesDe(jeton)} preuves={auditerPreuvesUrl({ jeton })} />),
      ),
    )
    .get(auditerPointUrl.modele, (c) => {
      const numero = c.req.param('point')
      if (!/^[a-z0-9]{1,10}$/.test(numero)) return notFound(c)
      return pourLien(c, `point:${numero}`, (lu, jeton) => {
        const figee = lirePhotoFigee(lu.photo)
        const photo = figee && pourAuditeur(figee)
        const point = photo?.points.find((p) => p.point === numero)
        if (!photo || !point) return notFound(c)
        return c.html(
          <PublicPage
            title={`${majuscule(nommerPoint(numero).replace(/^l\u2019/, ''))} : ${point.intitule}`}
            lede={lu.organisme}
          >
            <p>
              <a href={auditerUrl({ jeton })}>Revenir aux dossiers</a>
            </p>
            <PreuvesDuPoint point={point} photo={photo} adresses={adressesDe(jeton)} />
          </PublicPage>,
        )
      })
    })
    .get(auditerPreuvesUrl.modele, (c) =>
      pourLien(
        c,
        'archive',
        async (lu, jeton) =>
          (await archiveRemise(
            lu,
            (piece) => db.withoutTenant((tx) => lireFichierRemis(tx, { jeton }, piece)),
            services,
          )) ?? notFound(c),
      ),
    )
    .get(auditerPieceUrl.modele, async (c) => {
      const [jeton, piece] = [c.req.param('jeton'), asId<'Piece'>(c.req.param('piece'))]
      const lu =
        isToken(jeton) && piece
          ? await db.withoutTenant((tx) => lireFichierRemis(tx, { jeton }, piece))
          : undefined
      return lu ? repondreFichier(await storage.open(lu), lu.type, lu.libelle) : notFound(c)
    })
}
