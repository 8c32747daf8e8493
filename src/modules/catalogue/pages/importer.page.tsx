import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import {
  droits,
  enseigneParDefaut,
  exigerDroit,
  lireOrganisme,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Etat,
  Facts,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { fichierSansGenre } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireImport, listerImports } from '../db/imports.ts'
import type { ImportId } from '../domain/offre.ts'
import type { ImportLu } from '../domain/ports.ts'
import type { FormationRapportee, LigneRapport, Sort } from '../domain/rapport.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'
import { catalogueUrl, importerUrl, importUrl, offreUrl } from '../liens.ts'

/** Un XML n'est d'aucun genre reçu ailleurs (`sniff`) : c'est la lecture, bornée, qui dit ce qu'il vaut. */
const fields = z.object({
  fichier: fichierSansGenre({ manque: 'Choisissez un fichier LHEO.' }),
})

const chemin = [{ libelle: 'Catalogue', href: catalogueUrl() }]

const Vue = ({ form, imports }: { form: FormOf<typeof fields>; imports: readonly ImportLu[] }) => (
  <Page
    title="Importer un catalogue (LHEO)"
    lede="Chaque formation du fichier devient un brouillon, que vous relisez avant de le valider. Relire le même fichier ne crée rien deux fois."
    path={chemin}
    alert={form.alert}
  >
    <Form form={form} noms={{ fichier: 'Fichier' }} fichiers>
      <FieldSection titre="Fichier">
        <FileField
          form={form}
          name="fichier"
          label="Catalogue en LHEO 2.2 ou 2.3"
          accept=".xml,text/xml,application/xml"
          hint="un fichier XML, 12 Mo au plus"
        />
      </FieldSection>
      <Actions libelle="Lire ce fichier">
        <a href={catalogueUrl()}>Revenir au catalogue</a>
      </Actions>
    </Form>
    {imports.length > 0 ? (
      <Section titre="Déjà lus" id="deja-lus">
        <Table
          legende="Derniers fichiers lus"
          lignes={imports}
          colonnes={[
            {
              titre: 'Fichier',
              entete: true,
              cell: (i) => <a href={importUrl({ import: i.id })}>{i.nomFichier}</a>,
            },
            { titre: 'Lu le', cell: (i) => formaterInstant(i.luLe) },
            { titre: 'Version', cell: (i) => `LHEO ${i.version}` },
            { titre: 'Créés', nombre: true, cell: (i) => String(i.rapport.comptes.creees) },
          ]}
        />
      </Section>
    ) : null}
  </Page>
)

const sorts: Readonly<Record<Sort, string>> = {
  creee: 'brouillon créé',
  'mise-a-jour': 'brouillon mis à jour',
  inchangee: 'inchangée',
  adoptee: 'validée, laissée telle quelle',
}
const niveaux = { erreur: 'manquant', avertissement: 'partiel', information: 'a-juger' } as const

const Formations = ({ lignes }: { lignes: readonly FormationRapportee[] }) => (
  <Table
    legende="Formations lues dans le fichier"
    lignes={lignes}
    colonnes={[
      {
        titre: 'Formation',
        entete: true,
        cell: (f) => <a href={offreUrl({ offre: f.offre })}>{f.intitule}</a>,
      },
      { titre: 'Ligne', nombre: true, cell: (f) => String(f.ligne) },
      { titre: 'Devenue', cell: (f) => sorts[f.sort] },
      { titre: 'Organisme', cell: (f) => (f.etrangere ? 'un autre que le vôtre' : 'le vôtre, ou non dit') },
    ]}
  />
)

const Lignes = ({ lignes, omises }: { lignes: readonly LigneRapport[]; omises: number }) => (
  <>
    <Table
      legende="Ce que la lecture a remarqué, ligne par ligne"
      lignes={lignes}
      colonnes={[
        { titre: 'Ligne', nombre: true, cell: (l) => String(l.ligne) },
        { titre: 'Niveau', cell: (l) => <Etat etat={niveaux[l.niveau]} mot={l.niveau} /> },
        {
          titre: 'Remarque',
          entete: true,
          cell: (l) => (
            <>
              {l.phrase} <small class="casse">{l.chemin}</small>
            </>
          ),
        },
      ]}
    />
    {omises > 0 ? <p>Et {omises} autres remarques, que le rapport ne garde pas.</p> : null}
  </>
)

const VueImport = ({ lu }: { lu: ImportLu }) => {
  const { comptes, formations, lignes, lignesOmises } = lu.rapport
  const etrangeres = formations.filter((f) => f.etrangere).length
  return (
    <Page
      title={lu.nomFichier}
      heading="Rapport d’import"
      path={[...chemin, { libelle: 'Importer un catalogue (LHEO)', href: importerUrl() }]}
      facts={
        <Facts
          faits={[
            ['Fichier', lu.nomFichier],
            ['Version', `LHEO ${lu.version}`],
            ['Lu le', formaterInstant(lu.luLe)],
            ['Brouillons', `${compter(comptes.creees, 'créé')}, ${comptes.misesAJour} mis à jour`],
            [
              'Inchangées',
              `${comptes.inchangees} en brouillon, ${compter(comptes.adoptees, 'validée', { pluriel: 'validées' })}`,
            ],
            ['Non lues', String(comptes.nonLues)],
          ]}
        />
      }
    >
      <Section
        titre="Formations"
        id="formations"
        sous={
          etrangeres > 0
            ? `${compter(etrangeres, 'formation')} d’un autre organisme : la valider demande un motif.`
            : undefined
        }
      >
        {formations.length > 0 ? (
          <Formations lignes={formations} />
        ) : (
          <p>Aucune formation de ce fichier n’a pu être lue.</p>
        )}
      </Section>
      <Section titre="Remarques" id="remarques">
        {lignes.length > 0 ? <Lignes lignes={lignes} omises={lignesOmises} /> : <p>Rien à remarquer.</p>}
      </Section>
    </Page>
  )
}

export const importerPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(importerUrl.modele, exigerDroit('catalogue.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) =>
        peutVisiteur(visiteur, 'catalogue.ecrire')
          ? c.html(<Vue form={emptyForm()} imports={await listerImports(tx)} />)
          : forbidden(c, droits['catalogue.ecrire'].phrase),
      ),
    )
    .post(importerUrl.modele, exigerDroit('catalogue.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        // Un fichier touche toute l'enseigne : qui n'écrit que « la sienne » n'importe pas.
        if (!peutVisiteur(visiteur, 'catalogue.ecrire'))
          return forbidden(c, droits['catalogue.ecrire'].phrase)
        const imports = await listerImports(tx)
        if (!read.ok) return c.html(<Vue form={read.form} imports={imports} />, read.status)
        const refuser = (phrase: string, statut: 409 | 422) =>
          c.html(
            <Vue form={withAlert(read.form, { titre: 'Rien n’a été importé', phrase })} imports={imports} />,
            statut,
          )
        const [enseigne, organisme] = [await enseigneParDefaut(tx, visiteur), await lireOrganisme(tx)]
        if (!enseigne) return refuser('Aucune enseigne ouverte ne vous est rattachée.', 409)
        const { octets, nom } = read.data.fichier
        const fait = await gestesDuCatalogue(tx, clock.now()).importerLheo({
          id: (read.jeton && asId<'Import'>(read.jeton)) || newId<'Import'>(),
          activite: enseigne.id,
          octets,
          nomFichier: nom,
          attendu: { siret: organisme.siret, ...(organisme.nda ? { nda: organisme.nda } : {}) },
        })
        if (!fait.ok) return refuser(fait.error.phrase, 422)
        const { creees, misesAJour } = fait.value.rapport.comptes
        return redirectWith(c, importUrl({ import: fait.value.id }), {
          genre: 'fait',
          fort: 'Le fichier est lu.',
          suite: `${compter(creees, 'brouillon créé', { pluriel: 'brouillons créés' })}, ${misesAJour} mis à jour.`,
        })
      })
    })
    .get(importUrl.modele, exigerDroit('catalogue.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const id: ImportId | undefined = asId<'Import'>(c.req.param('import'))
        const lu = id && (await lireImport(tx, id))
        return lu ? c.html(<VueImport lu={lu} />) : notFound(c)
      }),
    )
