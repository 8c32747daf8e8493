import type { Context } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { enseigneParDefaut, exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { lireCsvAPart } from '#platform/fils/lire-fichiers.ts'
import type { Services } from '#platform/services.ts'
import { readBody } from '#web/body.ts'
import { Actions, FieldSection, FileField, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { fichierSansGenre } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import {
  appliquerLecture,
  essayerLecture,
  oublierLectures,
  poserLecture,
} from '../db/lectures-csv.ecritures.ts'
import {
  colonnesRetenues,
  dernieresLectures,
  type LectureCsv,
  type LectureId,
  lireLecture,
} from '../db/lectures-csv.ts'
import {
  type Colonnes,
  type Correspondance,
  colonnesManquantes,
  devinerColonnes,
  sorts,
} from '../domain/colonnes.ts'
import { type ImportDe, tropDeLignes } from '../lecture/import-de.ts'
import { importerCsvUrl, lectureCsvUrl } from '../liens.ts'
import { pourQui } from './commun.ts'
import { cheminDe, Essai, jour } from './importer-csv.vue.tsx'

const GARDE_JOURS = 7

/** Un CSV n'a pas de signature (`sniff`) : c'est la lecture, bornée, qui dit ce qu'il vaut. */
const fields = z.object({
  fichier: fichierSansGenre({ manque: 'Choisissez un fichier CSV.' }),
})

type DepotProps = {
  readonly de: ImportDe
  readonly form: FormOf<typeof fields>
  readonly lectures: readonly Omit<LectureCsv, 'contenu'>[]
}

const Depot = ({ de, form, lectures }: DepotProps) => (
  <Page title={`Importer des ${de.genre}`} lede={de.lede} path={cheminDe(de)} alert={form.alert}>
    <Form form={form} action={importerCsvUrl({ genre: de.genre })} noms={{ fichier: 'Fichier' }} fichiers>
      <FieldSection titre="Fichier">
        <FileField
          form={form}
          name="fichier"
          label="Tableau au format CSV"
          accept=".csv,.txt,text/csv,text/plain"
          hint="enregistré depuis votre tableur ; la première ligne nomme les colonnes ; 10 Mo au plus"
        />
        <p class="sub">
          Colonnes reconnues :{' '}
          {Object.values(de.colonnes)
            .map((c) => (c.requise ? `${c.libelle} (attendue)` : c.libelle))
            .join(', ')}
          . L’ordre est libre, et vous pourrez en choisir d’autres.
        </p>
      </FieldSection>
      <Actions libelle="Lire ce fichier">
        <a href={de.liste.href}>Revenir à la liste</a>
      </Actions>
    </Form>
    {lectures.length > 0 ? (
      <Section
        titre="Déjà lus"
        id="deja-lus"
        sous={`Un fichier lu et non importé s’oublie au bout de ${GARDE_JOURS} jours.`}
      >
        <Table
          legende="Derniers fichiers lus"
          lignes={lectures}
          colonnes={[
            {
              titre: 'Fichier',
              entete: true,
              cell: (l) => <a href={lectureCsvUrl({ genre: de.genre, lecture: l.id })}>{l.nomFichier}</a>,
            },
            { titre: 'Lu le', cell: (l) => jour(l.deposeLe) },
            { titre: 'Importé le', cell: (l) => (l.appliqueLe ? jour(l.appliqueLe) : 'pas encore') },
            { titre: 'Créées', nombre: true, cell: (l) => String(l.rapport?.comptes.creee ?? '') },
            { titre: 'À corriger', nombre: true, cell: (l) => String(l.rapport?.comptes.fautive ?? '') },
          ]}
        />
      </Section>
    ) : null}
  </Page>
)

/** Les colonnes choisies au formulaire : un rang du fichier, ou rien ; ce qui n'en est pas un est rien. */
const choisies = (
  colonnes: Colonnes,
  entetes: readonly string[],
  brut: (nom: string) => string | undefined,
): Correspondance =>
  Object.fromEntries(
    Object.keys(colonnes).flatMap((nom) => {
      const t = brut(nom) ?? ''
      return /^\d{1,3}$/.test(t) && Number(t) < entetes.length ? [[nom, Number(t)]] : []
    }),
  )

/** Déposer un tableau, le relire, l'essayer, le faire entrer : les mêmes pages pour chaque genre. */
export const importerCsvPage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  imports: readonly ImportDe[],
) => {
  const app = new Hono<Env>()
  for (const de of imports) {
    const { genre, colonnes: connues, droit } = de
    const depot = `/${genre}/importer`
    const une = `/${genre}/importer/:lecture`
    const choix = z.object(Object.fromEntries(Object.keys(connues).map((k) => [k, z.string().optional()])))
    app
      .get(depot, exigerDroit(droit), (c) =>
        pourQui(c, db, droit, async (tx) =>
          c.html(<Depot de={de} form={emptyForm()} lectures={await dernieresLectures(tx, genre)} />),
        ),
      )
      .post(depot, exigerDroit(droit), async (c) => {
        const read = await readForm(fields, c)
        return pourQui(c, db, droit, async (tx, visiteur) => {
          const le = clock.now()
          await oublierLectures(tx, new Date(le.getTime() - GARDE_JOURS * 86_400_000))
          const montrer = async (form: FormOf<typeof fields>, statut: 200 | 409 | 413 | 415 | 422) =>
            c.html(<Depot de={de} form={form} lectures={await dernieresLectures(tx, genre)} />, statut)
          if (!read.ok) return montrer(read.form, read.status)
          const enseigne = await enseigneParDefaut(tx, visiteur)
          if (!enseigne)
            return montrer(withAlert(read.form, 'Aucune enseigne ouverte ne vous est rattachée.'), 409)
          const { octets, nom } = read.data.fichier
          const lu = await lireCsvAPart(octets)
          if (!lu.ok)
            return montrer(withAlert(read.form, { titre: 'Rien n’a été lu', phrase: lu.error.phrase }), 422)
          const { entetes, lignes } = lu.value
          const trop = tropDeLignes(de, lignes)
          if (trop) return montrer(withAlert(read.form, { titre: 'Rien n’a été lu', phrase: trop }), 422)
          const colonnes = (await colonnesRetenues(tx, genre, entetes)) ?? devinerColonnes(connues, entetes)
          const nomFichier = (nom || 'tableau.csv').slice(0, 250)
          const rapport =
            colonnesManquantes(connues, colonnes).length > 0
              ? null
              : await de.importer(
                  tx,
                  { activite: enseigne.id, nomFichier, lignes, colonnes, essai: true },
                  le,
                )
          const id = (read.jeton && asId<'LectureCsv'>(read.jeton)) || newId<'LectureCsv'>(le)
          await poserLecture(tx, {
            id,
            activite: enseigne.id,
            genre,
            nomFichier,
            entetes,
            colonnes,
            rapport,
            contenu: octets,
            deposeLe: le,
          })
          return c.redirect(lectureCsvUrl({ genre, lecture: id }), 303)
        })
      })
      .get(une, exigerDroit(droit), (c) =>
        pourQui(c, db, droit, async (tx) => {
          const lecture = await demandee(c, (id) => lireLecture(tx, id), genre)
          if (!lecture) return notFound(c)
          if (c.req.query('format') === 'csv')
            return repondreCsv(
              c,
              `import-${genre}`,
              enCsv(
                ['Ligne', de.sujet, 'Devenue', 'À savoir'],
                (lecture.rapport?.lignes ?? []).map((l) => [l.ligne, l.libelle, sorts[l.sort], l.phrase]),
              ),
            )
          const lu = lecture.contenu ? await lireCsvAPart(lecture.contenu) : undefined
          return c.html(<Essai de={de} lecture={lecture} tableau={lu?.ok ? lu.value : undefined} />)
        }),
      )
      .post(une, exigerDroit(droit), async (c) => {
        const read = await readForm(choix, c)
        const geste = await gesteDe(c)
        return pourQui(c, db, droit, async (tx) => {
          const le = clock.now()
          const lecture = await demandee(c, (id) => lireLecture(tx, id, { tenir: true }), genre)
          if (!lecture) return notFound(c)
          const url = lectureCsvUrl({ genre, lecture: lecture.id })
          // Le même envoi, reçu deux fois : le rapport du premier.
          if (lecture.appliqueLe || !lecture.contenu) return c.redirect(url, 303)
          const lu = await lireCsvAPart(lecture.contenu)
          if (!lu.ok || !read.ok) return c.redirect(url, 303)
          const { entetes, lignes } = lu.value
          const brut = read.data as Readonly<Record<string, unknown>>
          const colonnes = choisies(connues, entetes, (nom) =>
            typeof brut[nom] === 'string' ? brut[nom] : undefined,
          )
          const voulu = {
            activite: lecture.activite,
            nomFichier: lecture.nomFichier,
            lignes,
            colonnes,
          }
          if (colonnesManquantes(connues, colonnes).length > 0) {
            await essayerLecture(tx, lecture.id, colonnes, null)
            return c.html(
              <Essai de={de} lecture={{ ...lecture, colonnes, rapport: null }} tableau={lu.value} />,
              422,
            )
          }
          if (geste !== 'importer') {
            await essayerLecture(
              tx,
              lecture.id,
              colonnes,
              await de.importer(tx, { ...voulu, essai: true }, le),
            )
            return c.redirect(url, 303)
          }
          await essayerLecture(tx, lecture.id, colonnes, null)
          const rapport = await de.importer(tx, { ...voulu, essai: false }, le)
          await appliquerLecture(tx, lecture.id, rapport, le)
          const { creee, completee, fautive } = rapport.comptes
          return redirectWith(c, url, {
            genre: 'fait',
            fort: 'Le fichier est importé.',
            suite: `${compter(creee, `${de.unite.une} créée`, { pluriel: `${de.unite.plusieurs} créées` })}, ${compter(completee, 'complétée')}${
              fautive > 0 ? `, ${compter(fautive, 'ligne à corriger', { pluriel: 'lignes à corriger' })}` : ''
            }.`,
          })
        })
      })
  }
  return app
}

/** Le bouton d'envoi (« geste ») n'est pas un champ du formulaire. */
const gesteDe = async (c: Context<Env>): Promise<string | undefined> => {
  const corps = await readBody(c.req.raw)
  return corps.ok ? corps.raw.champs.get('geste')?.[0] : undefined
}

const demandee = async (
  c: Context<Env>,
  lire: (id: LectureId) => Promise<LectureCsv | undefined>,
  genre: string,
): Promise<LectureCsv | undefined> => {
  const id = asId<'LectureCsv'>(c.req.param('lecture') ?? '')
  const lecture = id && (await lire(id))
  return lecture?.genre === genre ? lecture : undefined
}
