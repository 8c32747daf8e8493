import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { centimes, montantDecimal } from '#kernel/montant.ts'
import { compter } from '#kernel/texte.ts'
import { nomDuGenre, type PieceId } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { lireMots } from '#web/filtrer.ts'
import { emptyForm, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import {
  attentesDepuis,
  FILE_MAX,
  type FiltresDeVisa,
  fileDesVisas,
  lireAilleurs,
  type PieceAViser,
} from '../db/visas.ts'
import { choisirAilleurs } from '../domain/file-des-visas.ts'
import { attenteMediane, type Lot } from '../domain/plafonds.ts'
import { viserUnLot } from '../gestes/viser.ts'
import { visasCsvUrl, visasUrl } from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import {
  enLignes,
  File,
  type Filtres,
  type Formulaire,
  fields,
  LA_COOPERATIVE,
  sansFiltre,
} from './visas-vue.tsx'

/** La médiane se lit sur trente jours : assez pour une équipe, assez court pour dire la semaine. */
const JOURS_DE_MEDIANE = 30

/** Ce que l’adresse demande, tel que la base le choisit : ce qui ne se lit pas ne filtre rien. */
const enFiltres = (f: Filtres, maintenant: Date): FiltresDeVisa => {
  const euros = /^\d{1,9}$/.test(f.auMoins) ? Number(f.auMoins) * 100 : null
  const jours = /^\d{1,3}$/.test(f.age) ? Number(f.age) : null
  const activite = asId<'Activite'>(f.enseigne)
  return {
    q: f.q,
    genre: f.genre,
    ...(activite ? { activite } : {}),
    auMoins: euros,
    avant: jours === null ? null : new Date(maintenant.getTime() - jours * 86_400_000),
    tri: f.tri,
  }
}

const horsCae =
  'La file des visas est celle des coopératives d’activité et d’emploi : ici, une pièce émise peut partir.'

const enseignesDe = (pieces: readonly PieceAViser[]) =>
  pieces.map((x) => [x.activite as string, x.enseigne] as const)

export const visasPages = (prises: Pick<PrisesCae, 'aViser'>) =>
  new Hono<Env>()
    .get(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const { db, clock } = c.get('services')
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const maintenant = clock.now()
      const depuis = new Date(maintenant.getTime() - JOURS_DE_MEDIANE * 86_400_000)
      const { genre = '', enseigne = '', auMoins = '', age = '', tri = '' } = c.req.query()
      const filtres: Filtres = { q: lireMots(c), genre, enseigne, auMoins, age, tri }
      const filtre = Object.values(filtres).some((x) => x !== '')
      const lue = await db.withTenant(visiteur.acces, async (tx) => {
        const file = await fileDesVisas(tx)
        return {
          file,
          ailleurs: file ? await lireAilleurs(tx, await prises.aViser(tx, { visiteur, maintenant })) : [],
          pieces: filtre ? await fileDesVisas(tx, enFiltres(filtres, maintenant)) : file,
          attentes: await attentesDepuis(tx, depuis),
        }
      })
      if (!lue?.file) return forbidden(c, horsCae)
      return c.html(
        <File
          toutes={enLignes(lue.file, lue.ailleurs, '')}
          deborde={lue.file.length > FILE_MAX}
          pieces={enLignes(
            lue.pieces ?? [],
            choisirAilleurs(lue.ailleurs, enFiltres(filtres, maintenant)),
            tri,
          )}
          enseignes={enseignesDe(lue.file)}
          filtres={filtres}
          mediane={attenteMediane(lue.attentes)}
          maintenant={maintenant}
          form={emptyForm()}
        />,
      )
    })
    .post(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const services = c.get('services')
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const lu = await readForm(fields, c)
      const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422, lot?: Lot) => {
        const maintenant = services.clock.now()
        const lue = await services.db.withTenant(visiteur.acces, async (tx) => ({
          file: await fileDesVisas(tx),
          ailleurs: await lireAilleurs(tx, await prises.aViser(tx, { visiteur, maintenant })),
        }))
        const lignes = lue?.file && enLignes(lue.file, lue.ailleurs, '')
        return lignes
          ? c.html(
              <File
                toutes={lignes}
                deborde={(lue.file ?? []).length > FILE_MAX}
                pieces={lignes}
                enseignes={enseignesDe(lue.file ?? [])}
                filtres={sansFiltre}
                mediane={undefined}
                maintenant={maintenant}
                form={form}
                {...(lot ? { lot } : {})}
              />,
              status,
            )
          : forbidden(c, horsCae)
      }
      if (!lu.ok) return rendre(lu.form, lu.status)
      const r = await viserUnLot(services, visiteur.acces, lu.data.pieces as PieceId[])
      if (!r.ok)
        return rendre(withAlert(lu.form, { titre: 'Rien n’a été décidé', phrase: r.error.phrase }), 422)
      const { visees } = r.value
      if (r.value.laissees.length > 0 && visees.length === 0) return rendre(lu.form, 409, r.value)
      if (r.value.laissees.length > 0) return rendre(emptyForm(), 200, r.value)
      return redirectWith(c, visasUrl(), {
        genre: 'fait',
        fort: `Visa accordé à ${compter(visees.length, 'pièce')}.`,
        suite: 'Ce qui n’attend plus personne peut partir au client.',
      })
    })
    .get(visasCsvUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const { db, clock } = c.get('services')
      const lue = await db.withTenant(visiteur.acces, async (tx) => ({
        file: await fileDesVisas(tx, {}, true),
        ailleurs: await prises.aViser(tx, { visiteur, maintenant: clock.now() }),
      }))
      if (!lue?.file) return forbidden(c, horsCae)
      return repondreCsv(
        c,
        'visas',
        enCsv(
          ['numero', 'piece', 'enseigne', 'genre', 'avec', 'prix_ht', 'emise_le'],
          [
            ...lue.file.map(
              (p) =>
                [
                  p.numero,
                  p.libelle,
                  p.enseigne,
                  nomDuGenre(p.genre),
                  p.client,
                  p.montant,
                  p.emiseLe,
                ] as const,
            ),
            ...lue.ailleurs.map(
              (x) => ['', x.libelle, LA_COOPERATIVE, x.nom, x.avec, x.montant, x.depuis] as const,
            ),
          ].map(([numero, piece, enseigne, genre, avec, montant, le]) => [
            numero,
            piece,
            enseigne,
            genre,
            avec,
            montant === null ? null : montantDecimal(centimes(montant)),
            le.toISOString(),
          ]),
        ),
      )
    })
