import { Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit, lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Definitions,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { traitementsEcrits } from '../db/demandes.ts'
import { composerRegistre, listeRubriques, rubriques, type TraitementLu } from '../domain/traitements.ts'
import { ecrireUnTraitement } from '../gestes/regler.ts'
import { nouveauTraitementUrl, traitementsCsvUrl, traitementsUrl, traitementUrl } from '../liens.ts'
import { racine } from './commun.ts'

const rubrique = (vide: string) => texte({ min: 3, max: 1500, vide })
const champs = z.object({
  nom: texte({ min: 3, max: 150, vide: 'Nommez ce que vous faites de ces données.' }),
  finalite: rubrique('Dites à quoi servent ces données.'),
  base: rubrique('Dites sur quoi ce traitement se fonde.'),
  personnes: rubrique('Dites de qui.'),
  donnees: rubrique('Dites quelles données.'),
  destinataires: rubrique('Dites à qui elles vont.'),
  transferts: rubrique('Dites si elles quittent l’Union européenne.'),
  duree: rubrique('Dites combien de temps.'),
  mesures: rubrique('Dites comment elles sont protégées.'),
})
type Formulaire = FormOf<typeof champs>
const noms = { nom: 'Nom', ...rubriques }

const Liste = ({
  organisme,
  traitements,
  ecrit,
}: {
  organisme: { nom: string; siret: string; adresse: string; courriel: string | null }
  traitements: readonly TraitementLu[]
  ecrit: boolean
}) => (
  <Page
    title="Registre des traitements"
    path={[...racine]}
    lede="Ce que la coopérative fait des données des personnes (RGPD, article 30). Proposé, à relire : elle corrige, ajoute, retire. La page s’imprime telle quelle."
  >
    <Section titre="Qui en répond" id="responsable">
      <Definitions
        lignes={[
          ['Responsable de traitement', `${organisme.nom}, SIRET ${organisme.siret}`],
          ['Adresse', organisme.adresse],
          ['Joindre', organisme.courriel ?? 'à écrire sur la fiche de la coopérative'],
          ['Hébergement du logiciel', 'sous-traitant (article 28) : qui tient cette instance'],
        ]}
      />
      <p>
        <a href={traitementsCsvUrl()}>Exporter en CSV</a>
        {ecrit ? (
          <>
            {' · '}
            <a href={nouveauTraitementUrl()}>Ajouter un traitement</a>
          </>
        ) : null}
      </p>
    </Section>
    {traitements.map((t) => (
      <Section
        titre={t.nom}
        id={t.code}
        sous={t.version === 0 ? 'Tel que proposé : à relire.' : `Version ${t.version}.`}
        {...(ecrit ? { outils: [{ libelle: 'Corriger', href: traitementUrl({ code: t.code }) }] } : {})}
      >
        <Definitions lignes={listeRubriques.map((r) => [rubriques[r], t[r]] as const)} />
      </Section>
    ))}
  </Page>
)

const Ecrire = ({ titre, form, retirable }: { titre: string; form: Formulaire; retirable: boolean }) => (
  <Page
    title={titre}
    path={[...racine, { libelle: 'Registre des traitements', href: traitementsUrl() }]}
    alert={form.alert}
  >
    <Form form={form} noms={noms}>
      <FieldSection titre="Le traitement">
        <Field form={form} name="nom" label="Nom" span={3} maxlength={150} />
        {listeRubriques.map((r) => (
          <TextArea form={form} name={r} label={rubriques[r]} rows={2} />
        ))}
      </FieldSection>
      <Actions libelle="Garder" genre="main">
        {retirable ? <Button geste="retirer">Retirer du registre</Button> : null}
        <a href={traitementsUrl()}>Revenir sans rien écrire</a>
      </Actions>
    </Form>
  </Page>
)

export const traitementsPages = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(traitementsUrl(), exigerDroit('journal.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const o = await lireOrganisme(tx)
        return c.html(
          <Liste
            organisme={{
              nom: o.nom,
              siret: o.siret,
              adresse: [o.adresse, o.codePostal, o.ville].filter(Boolean).join(' '),
              courriel: o.courriel ?? null,
            }}
            traitements={composerRegistre(await traitementsEcrits(tx))}
            ecrit={peutVisiteur(visiteur, 'donnees.effacer')}
          />,
        )
      }),
    )
    .get(traitementsCsvUrl(), exigerDroit('journal.lire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'registre-des-traitements',
          enCsv(
            ['Traitement', ...listeRubriques.map((r) => rubriques[r]), 'Version'],
            composerRegistre(await traitementsEcrits(tx)).map((t) => [
              t.nom,
              ...listeRubriques.map((r) => t[r]),
              t.version,
            ]),
          ),
        ),
      ),
    )
    .on(
      ['GET', 'POST'],
      [nouveauTraitementUrl(), traitementUrl.modele],
      exigerDroit('donnees.effacer'),
      (c) =>
        pourVisiteur(c, db, async (tx) => {
          const code = c.req.param('code')
          const registre = composerRegistre(await traitementsEcrits(tx))
          const connu = code === undefined ? undefined : registre.find((t) => t.code === code)
          if (code !== undefined && !connu) return notFound(c)
          const titre = connu ? connu.nom : 'Ajouter un traitement'
          const rendre = (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422 = 200) =>
            c.html(<Ecrire titre={titre} form={form} retirable={connu !== undefined} />, statut)
          if (c.req.method === 'GET')
            return rendre(
              emptyForm<keyof z.input<typeof champs> & string>(
                undefined,
                connu
                  ? { nom: connu.nom, ...Object.fromEntries(listeRubriques.map((r) => [r, connu[r]])) }
                  : { transferts: 'Aucun.' },
              ),
            )
          const read = await readForm(champs, c)
          if (!read.ok) return rendre(read.form, read.status)
          const retire = read.geste === 'retirer'
          const fait = await ecrireUnTraitement(tx, connu?.code, read.data, retire, clock.now())
          if (!fait.ok)
            return rendre(withAlert(read.form, fait.error.phrase), fait.error.code === 'nom' ? 422 : 409)
          return redirectWith(c, traitementsUrl(), {
            genre: 'fait',
            fort: retire
              ? 'Le traitement est retiré du registre ; ses versions restent.'
              : 'Le registre est à jour.',
          })
        }),
    )
