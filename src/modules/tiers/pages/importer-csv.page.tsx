import type { Context } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { enseigneParDefaut, exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { lireTableauAPart } from '#platform/fils/lire-fichiers.ts'
import type { Services } from '#platform/services.ts'
import { readBody } from '#web/body.ts'
import { Actions, FieldSection, FileField, Form, Page, Section, Table } from '#web/components.tsx'
import { repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { fichierSansGenre } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import {
  dernieresLectures,
  type LectureCsv,
  type LectureId,
  type LectureListee,
  lireLecture,
} from '../db/lectures-csv.ts'
import {
  type Colonnes,
  type Correspondance,
  colonnesManquantes,
  rendreAvecPourquoi,
  sorts,
} from '../domain/colonnes.ts'
import {
  defaireImport,
  deposerTableau,
  essayerColonnes,
  faireEntrer,
  GARDE_JOURS,
} from '../gestes/importer-fichier.ts'
import type { ImportDe } from '../lecture/import-de.ts'
import { importerCsvUrl, lectureCsvUrl } from '../liens.ts'
import { pourQui } from './commun.ts'
import { cheminDe, Essai, jour } from './importer-csv.vue.tsx'

/** Un CSV n'a pas de signature (`sniff`) : c'est la lecture, bornée, qui dit ce qu'il vaut. */
const fields = z.object({
  fichier: fichierSansGenre({ manque: 'Choisissez un classeur ou un fichier CSV.' }),
})

type DepotProps = {
  readonly de: ImportDe
  readonly form: FormOf<typeof fields>
  readonly lectures: readonly LectureListee[]
}

const Depot = ({ de, form, lectures }: DepotProps) => (
  <Page title={`Importer des ${de.genre}`} lede={de.lede} path={cheminDe(de)} alert={form.alert}>
    <Form form={form} action={importerCsvUrl({ genre: de.genre })} noms={{ fichier: 'Fichier' }} fichiers>
      <FieldSection titre="Fichier">
        <FileField
          form={form}
          name="fichier"
          label="Classeur Excel (.xlsx) ou tableau CSV"
          accept=".xlsx,.csv,.txt,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        sous={`Un fichier lu s’oublie au bout de ${GARDE_JOURS} jours ; jusque-là, il se rend avec ses « Pourquoi », et son import se défait.`}
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
    /** Le tableau d’une lecture gardée, lu hors de toute transaction : son fil peut prendre vingt secondes. */
    const lireDehors = async (c: Context<Env>) => {
      let contenu: Uint8Array | null | undefined
      await pourQui(c, db, droit, async (tx) => {
        contenu = (await demandee(c, (id) => lireLecture(tx, id), genre))?.contenu
        return c.body(null)
      })
      return contenu ? lireTableauAPart(contenu) : undefined
    }
    const choix = z.object(Object.fromEntries(Object.keys(connues).map((k) => [k, z.string().optional()])))
    app
      .get(depot, exigerDroit(droit), (c) =>
        pourQui(c, db, droit, async (tx) =>
          c.html(<Depot de={de} form={emptyForm()} lectures={await dernieresLectures(tx, genre)} />),
        ),
      )
      .post(depot, exigerDroit(droit), async (c) => {
        const read = await readForm(fields, c)
        const lu = read.ok ? await lireTableauAPart(read.data.fichier.octets) : undefined
        return pourQui(c, db, droit, async (tx, visiteur) => {
          const le = clock.now()
          const montrer = async (form: FormOf<typeof fields>, statut: 200 | 409 | 413 | 415 | 422) =>
            c.html(<Depot de={de} form={form} lectures={await dernieresLectures(tx, genre)} />, statut)
          if (!read.ok || !lu) return montrer(read.form, read.ok ? 422 : read.status)
          const enseigne = await enseigneParDefaut(tx, visiteur)
          if (!enseigne)
            return montrer(withAlert(read.form, 'Aucune enseigne ouverte ne vous est rattachée.'), 409)
          const { nom } = read.data.fichier
          const refuse = (phrase: string) =>
            montrer(withAlert(read.form, { titre: 'Rien n’a été lu', phrase }), 422)
          if (!lu.ok) return refuse(lu.error.phrase)
          const id = (read.jeton && asId<'LectureCsv'>(read.jeton)) || newId<'LectureCsv'>(le)
          const depose = await deposerTableau(
            tx,
            de,
            {
              id,
              activite: enseigne.id,
              nomFichier: (nom || 'tableau.csv').slice(0, 250),
              tableau: lu.value,
            },
            le,
          )
          if (!depose.ok) return refuse(depose.error.phrase)
          return c.redirect(lectureCsvUrl({ genre, lecture: id }), 303)
        })
      })
      .get(une, exigerDroit(droit), async (c) => {
        const lu = await lireDehors(c)
        return pourQui(c, db, droit, async (tx) => {
          const lecture = await demandee(c, (id) => lireLecture(tx, id), genre)
          if (!lecture) return notFound(c)
          if (c.req.query('format') === 'csv' && lecture.rapport) {
            const aCorriger = c.req.query('lignes') === 'a-corriger'
            const rendu = lu?.ok
              ? rendreAvecPourquoi(lu.value, lecture.rapport, { aCorriger })
              : {
                  titres: ['Ligne', de.sujet, 'Devenue', 'Pourquoi'],
                  lignes: lecture.rapport.lignes
                    .filter((l) => !aCorriger || l.sort === 'fautive')
                    .map((l) => [l.ligne, l.libelle, sorts[l.sort], l.phrase]),
                }
            return repondreCsv(c, lecture.nomFichier.replace(/\.\w{1,5}$/, ''), rendu)
          }
          return c.html(<Essai de={de} lecture={lecture} tableau={lu?.ok ? lu.value : undefined} />)
        })
      })
      .post(une, exigerDroit(droit), async (c) => {
        const read = await readForm(choix, c)
        const geste = await gesteDe(c)
        const lu = await lireDehors(c)
        return pourQui(c, db, droit, async (tx) => {
          const le = clock.now()
          const lecture = await demandee(c, (id) => lireLecture(tx, id, { tenir: true }), genre)
          if (!lecture) return notFound(c)
          const url = lectureCsvUrl({ genre, lecture: lecture.id })
          if (!lecture.contenu) return c.redirect(url, 303)
          if (!lu?.ok || !read.ok) return c.redirect(url, 303)
          if (geste === 'defaire') {
            const fait = await defaireImport(tx, de, lecture, lu.value, le)
            return fait ? redirectWith(c, url, direDefait(fait)) : c.redirect(url, 303)
          }
          // Le même envoi, reçu deux fois : le rapport du premier.
          if (lecture.appliqueLe) return c.redirect(url, 303)
          const brut = read.data as Readonly<Record<string, unknown>>
          const colonnes = choisies(connues, lu.value.entetes, (nom) =>
            typeof brut[nom] === 'string' ? brut[nom] : undefined,
          )
          if (geste !== 'importer' || colonnesManquantes(connues, colonnes).length > 0)
            return (await essayerColonnes(tx, de, lecture, lu.value, colonnes, le))
              ? c.redirect(url, 303)
              : c.html(
                  <Essai de={de} lecture={{ ...lecture, colonnes, rapport: null }} tableau={lu.value} />,
                  422,
                )
          const rapport = await faireEntrer(tx, de, lecture, lu.value, colonnes, le)
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

const direDefait = ({ retirees, restent }: { retirees: number; restent: readonly string[] }) => ({
  genre: 'fait' as const,
  fort: 'L’import est défait.',
  suite: `${compter(retirees, 'fiche retirée', { pluriel: 'fiches retirées' })}.${
    restent.length === 0
      ? ''
      : ` ${restent.length > 1 ? 'Restent, parce qu’elles servent déjà' : 'Reste, parce qu’elle sert déjà'}\u00a0: ${restent.slice(0, 10).join(', ')}${restent.length > 10 ? ` et ${restent.length - 10} autres` : ''}.`
  }`,
})

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
