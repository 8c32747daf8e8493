import type { PropsWithChildren } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { enumerer, formaterNombre } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TableauCsv } from '#platform/csv/lire-csv.ts'
import {
  Alert,
  type CodeEtat,
  Etat,
  Facts,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enXlsx } from '#web/csv.ts'
import { emptyForm } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import type { LectureCsv } from '../db/lectures-csv.ts'
import {
  colonnesManquantes,
  colonnesNonLues,
  type RapportImport,
  type Sort,
  sorts,
} from '../domain/colonnes.ts'
import { GARDE_JOURS } from '../gestes/importer-fichier.ts'
import type { ImportDe } from '../lecture/import-de.ts'
import { importerCsvUrl, lectureCsvUrl } from '../liens.ts'

export const cheminDe = (de: ImportDe) => [de.liste]
export const jour = (d: Date) => formaterDate(jourLocal(d, ZONE_PAR_DEFAUT), 'court')

const marques: Readonly<Record<Sort, CodeEtat>> = {
  creee: 'prouve',
  completee: 'prouve',
  inchangee: 'sans-objet',
  fautive: 'manquant',
}

const Rapport = ({ de, lecture, rapport }: { de: ImportDe; lecture: LectureCsv; rapport: RapportImport }) => (
  <Section
    titre={lecture.appliqueLe ? 'Rapport' : 'Essai'}
    id="rapport"
    sous={lecture.appliqueLe ? undefined : 'Ce que l’import ferait ; rien n’est encore écrit.'}
  >
    <Facts
      faits={(Object.keys(sorts) as Sort[]).map((s) => [
        s === 'inchangee'
          ? 'Déjà là, inchangées'
          : `${sorts[s].slice(0, 1).toUpperCase()}${sorts[s].slice(1)}${s === 'fautive' ? '' : 's'}`,
        formaterNombre(rapport.comptes[s]),
      ])}
    />
    {rapport.lignes.length === 0 ? null : (
      <Table
        legende="Ligne par ligne"
        lignes={rapport.lignes.slice(0, 500)}
        colonnes={[
          { titre: 'Ligne', nombre: true, cell: (l) => String(l.ligne) },
          {
            titre: de.sujet,
            entete: true,
            cell: (l) => (l.fiche ? <a href={de.ficheUrl(l.fiche)}>{l.libelle}</a> : l.libelle),
          },
          { titre: 'Devenue', cell: (l) => <Etat etat={marques[l.sort]} mot={sorts[l.sort]} /> },
          { titre: 'À savoir', cell: (l) => l.phrase },
        ]}
      />
    )}
    {rapport.lignes.length > 500 || rapport.omises > 0 ? (
      <p class="sub">
        Les 500 premières lignes sont montrées ; l’export en donne davantage, les fautives d’abord.
      </p>
    ) : null}
    <ul class="sub">
      {rapport.comptes.fautive > 0 ? (
        <li>
          <LiensTableau
            href={withQuery(lectureCsvUrl({ genre: de.genre, lecture: lecture.id }), {
              format: 'csv',
              lignes: 'a-corriger',
            })}
          >
            Les lignes à corriger, avec leur « Pourquoi »
          </LiensTableau>
        </li>
      ) : null}
      <li>
        <LiensTableau
          href={withQuery(lectureCsvUrl({ genre: de.genre, lecture: lecture.id }), { format: 'csv' })}
        >
          {lecture.contenu ? 'Votre fichier entier, avec ce que chaque ligne est devenue' : 'Le rapport'}
        </LiensTableau>
      </li>
    </ul>
  </Section>
)

const LiensTableau = ({ href, children }: PropsWithChildren<{ href: string }>) => (
  <>
    {children} : <a href={href}>CSV</a>, <a href={enXlsx(href)}>Excel</a>
  </>
)

/** Tout ce que l’import a fait, d’un geste, tant que le fichier est gardé. */
const Defaire = ({ de, lecture }: { de: ImportDe; lecture: LectureCsv }) => (
  <Section
    titre="Défaire cet import"
    id="defaire"
    sous={`Jusqu’au ${jour(new Date((lecture.appliqueLe ?? lecture.deposeLe).getTime() + GARDE_JOURS * 86_400_000))}.`}
  >
    <Form form={emptyForm()} action={lectureCsvUrl({ genre: de.genre, lecture: lecture.id })} noms={{}}>
      <p>
        Les fiches que cet import a créées s’en vont, et ce qu’il a ajouté aux autres aussi. Une fiche qui
        sert déjà, à une inscription par exemple, reste : la page vous la nomme. Le fichier redevient à
        importer.
      </p>
      <div class="actions">
        <button class="button grave" type="submit" name="geste" value="defaire">
          Défaire cet import
        </button>
      </div>
    </Form>
  </Section>
)

type EssaiProps = {
  readonly de: ImportDe
  readonly lecture: LectureCsv
  readonly tableau: TableauCsv | undefined
  readonly alerte?: string | undefined
}

/** Les colonnes à relire, ce que l’import ferait ; puis, fait, son rapport. */
export const Essai = ({ de, lecture, tableau, alerte }: EssaiProps) => {
  const champs = de.colonnes
  const form = emptyForm(
    alerte,
    Object.fromEntries(Object.keys(champs).map((k) => [k, String(lecture.colonnes[k] ?? '')])),
  )
  const manquent = colonnesManquantes(champs, lecture.colonnes)
  const nonLues = colonnesNonLues(tableau?.entetes ?? [], lecture.colonnes)
  const exemple = (rang: number) =>
    (tableau?.lignes ?? [])
      .slice(0, 20)
      .map((l) => l.cellules[rang] ?? '')
      .filter(Boolean)
      .slice(0, 2)
      .join(', ')
      .slice(0, 60)
  return (
    <Page
      title={lecture.nomFichier}
      heading={lecture.appliqueLe ? 'Rapport d’import' : 'Relire avant d’importer'}
      path={[
        ...cheminDe(de),
        { libelle: `Importer des ${de.genre}`, href: importerCsvUrl({ genre: de.genre }) },
      ]}
      alert={form.alert}
      facts={
        <Facts
          faits={[
            ['Fichier', lecture.nomFichier],
            ['Lu le', jour(lecture.deposeLe)],
            lecture.appliqueLe
              ? ['Importé le', jour(lecture.appliqueLe)]
              : ['Lignes', formaterNombre(tableau?.lignes.length ?? 0)],
          ]}
        />
      }
    >
      {lecture.appliqueLe || !tableau ? null : (
        <Form form={form} action={lectureCsvUrl({ genre: de.genre, lecture: lecture.id })} noms={{}}>
          <FieldSection titre="Colonnes">
            {Object.entries(champs).map(([nom, c]) => (
              <SelectField
                form={form}
                name={nom}
                label={c.libelle}
                optional={!c.requise}
                vide="absente du fichier"
                options={tableau.entetes.map((t, i) => ({
                  value: String(i),
                  label: [t || `colonne ${i + 1}`, exemple(i)].filter(Boolean).join(' : '),
                }))}
              />
            ))}
          </FieldSection>
          {nonLues.length > 0 ? (
            <p>
              <Etat etat="partiel" mot="colonnes que rien ne lit" />
               : {enumerer(nonLues)}. Choisissez à quoi chacune répond, ou laissez-les.
            </p>
          ) : null}
          {manquent.length > 0 ? (
            <Alert genre="mal" fort="Une colonne attendue manque.">
              {`Choisissez la colonne de : ${manquent.join(', ')}.`}
            </Alert>
          ) : null}
          <div class="actions">
            <button class="button" type="submit" name="geste" value="essayer">
              Essayer avec ces colonnes
            </button>
            {lecture.rapport && manquent.length === 0 ? (
              <button class="button call" type="submit" name="geste" value="importer">
                Importer {formaterNombre(lecture.rapport.comptes.creee + lecture.rapport.comptes.completee)}{' '}
                {lecture.rapport.comptes.creee + lecture.rapport.comptes.completee > 1
                  ? de.unite.plusieurs
                  : de.unite.une}
              </button>
            ) : null}
          </div>
        </Form>
      )}
      {lecture.rapport ? <Rapport de={de} lecture={lecture} rapport={lecture.rapport} /> : null}
      {lecture.appliqueLe && lecture.contenu && de.seDefait ? <Defaire de={de} lecture={lecture} /> : null}
    </Page>
  )
}
