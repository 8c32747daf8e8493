import { type Context, Hono } from 'hono'
import { asId, type PersonneId } from '#kernel/id.ts'
import { centimes, montantDecimal } from '#kernel/montant.ts'
import { adhesions } from '#modules/comptes/index.ts'
import type { PieceId } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { lireMots } from '#web/filtrer.ts'
import { emptyForm, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { attentesDepuis, FILE_MAX, type FiltresDeVisa, fileDesVisas, type PieceAViser } from '../db/visas.ts'
import { type VisaDonne, visasDonnes } from '../db/visas-donnes.ts'
import { attenteMediane, direTitre, type Lot } from '../domain/plafonds.ts'
import { viserUnLot } from '../gestes/viser.ts'
import { visasCsvUrl, visasDonnesUrl, visasUrl } from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import {
  direLot,
  direRoles,
  enLignes,
  File,
  type Filtres,
  type Formulaire,
  fields,
  filtree,
  nomDuCompte,
  nommer,
  SANS_ENSEIGNE,
} from './visas-vue.tsx'

/** La médiane se lit sur trente jours : assez pour une équipe, assez court pour dire la semaine. */
const JOURS_DE_MEDIANE = 30

/** Ce que l’adresse demande, tel que la base le choisit : ce qui ne se lit pas ne filtre rien. */
const enFiltres = (f: Filtres, maintenant: Date): FiltresDeVisa => {
  const euros = /^\d{1,9}$/.test(f.auMoins) ? Number(f.auMoins) * 100 : null
  const jours = /^\d{1,3}$/.test(f.age) ? Number(f.age) : null
  const activite = asId<'Activite'>(f.enseigne)
  const sansEnseigne = f.enseigne === SANS_ENSEIGNE
  return {
    q: f.q,
    genre: /^[a-z-]{1,40}$/.test(f.genre) ? f.genre : '',
    ...(activite ? { activite } : {}),
    ...(sansEnseigne ? { sorte: 'objet' as const } : {}),
    auMoins: euros,
    avant: jours === null ? null : new Date(maintenant.getTime() - jours * 86_400_000),
    tri: f.tri === 'montant' ? 'montant' : '',
  }
}

const horsCae =
  'La file des visas est celle des coopératives d’activité et d’emploi : ici, une pièce émise peut partir.'

const motsDeDecision: Readonly<Record<VisaDonne['pas'], string>> = {
  accord: 'Accordé',
  second: 'Second visa accordé',
  refus: 'Refusé',
  levee: 'Conditions remplies',
  seul: 'Engagé sans visa',
}

const enseignesDe = (pieces: readonly PieceAViser[]) =>
  pieces.map((x) => [x.activite ?? SANS_ENSEIGNE, x.enseigne] as const)

/** Ce que l’adresse choisit, à l’affichage comme au retour d’un lot. */
const lireFiltres = (c: Context<Env>): Filtres => {
  const { genre = '', enseigne = '', auMoins = '', age = '', tri = '' } = c.req.query()
  return { q: lireMots(c), genre, enseigne, auMoins, age, tri }
}

export const visasPages = ({ genresAViser }: Pick<PrisesCae, 'genresAViser'>) =>
  new Hono<Env>()
    .get(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const { db, clock } = c.get('services')
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const maintenant = clock.now()
      const depuis = new Date(maintenant.getTime() - JOURS_DE_MEDIANE * 86_400_000)
      const filtres = lireFiltres(c)
      const filtre = Object.values(filtres).some((x) => x !== '')
      const lue = await db.withTenant(visiteur.acces, async (tx) => {
        const file = await fileDesVisas(tx)
        return {
          file,
          pieces: filtre ? await fileDesVisas(tx, enFiltres(filtres, maintenant)) : file,
          attentes: await attentesDepuis(tx, depuis),
        }
      })
      if (!lue?.file) return forbidden(c, horsCae)
      return c.html(
        <File
          toutes={enLignes(lue.file, genresAViser)}
          deborde={lue.file.length > FILE_MAX}
          pieces={enLignes(lue.pieces ?? [], genresAViser)}
          enseignes={enseignesDe(lue.file)}
          filtres={filtres}
          mediane={attenteMediane(lue.attentes)}
          maintenant={maintenant}
          form={emptyForm()}
          cocher={c.req.query('lot') === 'ouvertes'}
        />,
      )
    })
    .post(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const services = c.get('services')
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const lu = await readForm(fields, c)
      const filtres = lireFiltres(c)
      const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422, lot?: Lot) => {
        const maintenant = services.clock.now()
        const lue = await services.db.withTenant(visiteur.acces, async (tx) => ({
          file: await fileDesVisas(tx),
          pieces: await fileDesVisas(tx, enFiltres(filtres, maintenant)),
        }))
        if (!lue?.file) return forbidden(c, horsCae)
        const { file, pieces } = lue
        return c.html(
          <File
            toutes={enLignes(file, genresAViser)}
            deborde={file.length > FILE_MAX}
            pieces={enLignes(pieces ?? [], genresAViser)}
            enseignes={enseignesDe(file)}
            filtres={filtres}
            mediane={undefined}
            maintenant={maintenant}
            form={form}
            {...(lot ? { lot } : {})}
          />,
          status,
        )
      }
      if (!lu.ok) return rendre(lu.form, lu.status)
      const r = await viserUnLot(services, visiteur.acces, lu.data.pieces as PieceId[])
      if (!r.ok)
        return rendre(withAlert(lu.form, { titre: 'Rien n’a été décidé', phrase: r.error.phrase }), 422)
      const { visees, laissees } = r.value
      if (laissees.length > 0 && visees.length === 0) return rendre(lu.form, 409, r.value)
      if (laissees.length > 0) return rendre(emptyForm(), 200, r.value)
      return redirectWith(c, filtree(filtres), { genre: 'fait', ...direLot(r.value) })
    })
    .get(visasCsvUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const file = await c.get('services').db.withTenant(visiteur.acces, (tx) => fileDesVisas(tx, {}, true))
      if (!file) return forbidden(c, horsCae)
      return repondreCsv(
        c,
        'visas',
        enCsv(
          ['numero', 'piece', 'enseigne', 'genre', 'avec', 'prix_ht', 'emise_le'],
          file.map((p) => [
            // Un objet n’a pas de numéro : il a un nom.
            p.sorte === 'objet' ? '' : p.numero,
            p.sorte === 'objet' ? p.numero : p.libelle,
            p.enseigne,
            nommer(p, genresAViser),
            p.client,
            p.montant === null ? null : montantDecimal(centimes(p.montant)),
            p.emiseLe.toISOString(),
          ]),
        ),
      )
    })
    // Ce qui fut décidé, et par qui : la même personne qui tient la file l’emporte, sous le même mur.
    .get(visasDonnesUrl.modele, exigerDroit('pieces.viser'), async (c) => {
      const visiteur = c.get('visiteur')
      if (!visiteur) return notFound(c)
      const lus = await c.get('services').db.withTenant(visiteur.acces, async (tx) => {
        const donnes = await visasDonnes(tx)
        return donnes && { donnes, membres: await adhesions(tx) }
      })
      if (!lus) return forbidden(c, horsCae)
      const nom = (compte: PersonneId | null) => (compte ? nomDuCompte(lus.membres, compte) : '')
      return repondreCsv(
        c,
        'visas-donnes',
        enCsv(
          [
            'Le',
            'Décision',
            'Par',
            'Rôle ce jour-là',
            'À la place de',
            'À quel titre',
            'Numéro',
            'Pièce',
            'Genre',
            'Enseigne',
            'Prix HT',
            'Ce qui fut écrit',
          ],
          lus.donnes.map((v) => [
            v.le.toISOString(),
            v.conditions ? 'Accordé sous conditions' : motsDeDecision[v.pas],
            nom(v.par),
            direRoles(v.roles),
            nom(v.auNomDe),
            direTitre(v),
            v.numero,
            v.libelle,
            nommer(v, genresAViser),
            v.enseigne,
            v.montant === null ? null : montantDecimal(centimes(v.montant)),
            v.note,
          ]),
        ),
      )
    })
