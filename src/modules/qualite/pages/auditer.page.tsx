/** La porte de l’auditeur : un lien, sans compte, en lecture, jusqu’à un jour dit. L’échantillon figé, et rien d’autre. */

import { type Context, Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { isToken } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Facts, PublicPage, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { type EchantillonLu, lireEchantillon, lireFichierRemis } from '../db/missions.ts'
import { dernieres, nommerPoint } from '../domain/audit-blanc.ts'
import { majuscule, motsGenreAudit } from '../domain/mots.ts'
import { lirePhotoFigee } from '../domain/photo.ts'
import { auditerPieceUrl, auditerPointUrl, auditerPreuvesUrl, auditerUrl } from '../liens.ts'
import { archiveRemise } from './archive-remise.ts'
import {
  type Adresses,
  Echantillon,
  FichesDuPoint,
  jourCourt,
  Pieces,
  PointOuvert,
  Programme,
  Tirage,
} from './audit-vue.tsx'
import { repondreFichier } from './fichier.ts'

const Vue = ({ lu, adresses, preuves }: { lu: EchantillonLu; adresses: Adresses; preuves: string }) => {
  const photo = lirePhotoFigee(lu.photo)
  return (
    <PublicPage
      title={`Les preuves ${de(lu.organisme)}`}
      lede={`En lecture, pour ${lu.nom}, jusqu’au ${formaterDate(lu.expireLe as DateCivile)}. ${lu.finalite}`}
      islands={lu.engagement ? ['copier'] : []}
    >
      <Facts
        faits={[
          ['Audit', `${motsGenreAudit[lu.genre]}, grille du ${jourCourt(lu.auditLe)}`],
          ['Échantillon', photo ? 'tiré' : 'pas encore tiré'],
        ]}
      />
      {photo ? (
        <>
          <Echantillon photo={photo} />
          <Programme photo={photo} fiches={dernieres(lu.constats)} adresses={adresses} />
          <Pieces photo={photo} adresses={adresses} />
          <p>
            <a href={preuves}>Télécharger les preuves, par indicateur (ZIP)</a>
          </p>
        </>
      ) : (
        <Empty titre="L’échantillon n’est pas encore tiré">La coopérative l’ouvrira devant vous.</Empty>
      )}
      <Section titre="Le tirage" id="tirage">
        {lu.engagement ? (
          <Tirage engagement={lu.engagement} graine={lu.graine} />
        ) : (
          <p>Les données ne sont pas encore gelées.</p>
        )}
      </Section>
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
        const photo = lirePhotoFigee(lu.photo)
        const point = photo?.points.find((p) => p.point === numero)
        if (!photo || !point) return notFound(c)
        return c.html(
          <PublicPage
            title={`${majuscule(nommerPoint(numero).replace(/^l’/, ''))} : ${point.intitule}`}
            lede={lu.organisme}
          >
            <p>
              <a href={auditerUrl({ jeton })}>Revenir à l’échantillon</a>
            </p>
            <PointOuvert point={point} photo={photo} adresses={adressesDe(jeton)} />
            <FichesDuPoint fiches={lu.constats.filter((f) => f.point === numero)} />
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
