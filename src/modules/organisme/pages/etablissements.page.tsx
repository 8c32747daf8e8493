import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterSiret, lireCodePostal, lireSiret } from '#kernel/identifiants.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import {
  Actions,
  Button,
  ChangesTable,
  Chercher,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import { type Change, changesSince, openedOn, rebase } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { entier, facultatif, viaParser } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lireOrganisme, listerEtablissements } from '../db/organisme.queries.ts'
import type { Etablissement, EtablissementId, EtablissementSaisi } from '../domain/lus.ts'
import type { Prises } from '../gestes/composer.ts'
import { ajouterEtablissement, fermerEtablissement, modifierEtablissement } from '../gestes/etablissements.ts'
import type { PortsOrganisme } from '../gestes/ports.ts'
import { exigerDroit, peutVisiteur } from '../web/droits.ts'
import { etablissementsUrl, etablissementUrl } from '../web/liens.ts'
import {
  avecPorts,
  champZone,
  dansOrganisme,
  Export,
  enRetard,
  idDe,
  libre,
  ligne,
  optionsZone,
  racine,
} from './commun.tsx'

const fields = z.object({
  nom: ligne({ min: 2, max: 120, vide: 'Écrivez le nom du lieu.' }),
  siret: facultatif(viaParser(lireSiret, 'Un numéro SIRET a quatorze chiffres.')),
  adresse: libre(300),
  codePostal: facultatif(viaParser(lireCodePostal, 'Un code postal a cinq chiffres.')),
  ville: libre(120),
  zone: champZone(),
  capacite: facultatif(entier({ min: 1, max: 2000 })),
})
type Formulaire = FormOf<typeof fields>

const enSaisi = (d: z.output<typeof fields>): EtablissementSaisi => ({
  nom: d.nom,
  siret: d.siret ?? null,
  adresse: d.adresse,
  codePostal: d.codePostal ?? '',
  ville: d.ville,
  zone: d.zone,
  capacite: d.capacite ?? null,
})

const Champs = ({ form, libelle }: { form: Formulaire; libelle: string }) => (
  <Form form={form} noms={{ nom: 'Nom', siret: 'SIRET', codePostal: 'Code postal', capacite: 'Capacité' }}>
    <FieldSection titre="Le lieu">
      <Field
        form={form}
        name="nom"
        label="Nom"
        hint="Salle Duras, antenne de Rennes…"
        maxlength={120}
        span={2}
      />
      <Field form={form} name="capacite" label="Capacité" inputmode="numeric" unite="places" optional />
      <TextArea form={form} name="adresse" label="Adresse" rows={2} optional />
      <Field form={form} name="codePostal" label="Code postal" inputmode="numeric" optional />
      <Field form={form} name="ville" label="Ville" span={2} optional />
      <SelectField
        form={form}
        name="zone"
        label="Heure locale"
        options={optionsZone}
        hint="Les séances s’y comptent à cette heure."
      />
      <Field
        form={form}
        name="siret"
        label="SIRET"
        inputmode="numeric"
        hint="S’il a le sien."
        optional
        span={2}
      />
    </FieldSection>
    <Actions libelle={libelle} />
  </Form>
)

const lieuDe = (e: Etablissement): string =>
  [e.adresse.replaceAll('\n', ', '), `${e.codePostal} ${e.ville}`.trim()].filter(Boolean).join(', ')

const Liste = ({
  lieux: tous,
  form,
  regle,
  q = '',
}: {
  lieux: readonly Etablissement[]
  form: Formulaire
  regle: boolean
  q?: string
}) => {
  const lieux = filtrer(tous, q, (e) => `${e.nom} ${lieuDe(e)} ${e.siret ?? ''}`)
  return (
    <Page title="Lieux" lede="Le siège et les salles où vous formez." path={racine} alert={form.alert}>
      {tous.length === 0 ? (
        <Empty titre="Aucun lieu pour l’instant">
          Un lieu donne son adresse aux convocations et son heure aux séances.
        </Empty>
      ) : (
        <Chercher quoi="Nom, adresse" url={etablissementsUrl()} q={q} rien={lieux.length === 0}>
          <Table
            legende="Lieux de la coopérative"
            lignes={lieux}
            colonnes={[
              {
                titre: 'Nom',
                entete: true,
                cell: (e) =>
                  regle ? <a href={etablissementUrl({ etablissement: e.id })}>{e.nom}</a> : e.nom,
              },
              { titre: 'Adresse', cell: (e) => lieuDe(e) || 'à compléter' },
              { titre: 'Capacité', nombre: true, cell: (e) => e.capacite ?? '—' },
              {
                titre: 'État',
                cell: (e) =>
                  e.fermeLe ? (
                    <Etat etat="sans-objet" mot={`fermé le ${formaterDate(e.fermeLe)}`} />
                  ) : (
                    <Etat etat="prouve" mot="ouvert" />
                  ),
              },
            ]}
          />
          <Export url={etablissementsUrl()} />
        </Chercher>
      )}
      {regle ? (
        <>
          <h2 class="feuille" id="ajouter">
            Ajouter un lieu
          </h2>
          <Champs form={form} libelle="Ajouter le lieu" />
        </>
      ) : null}
    </Page>
  )
}

const depuis = (e: Etablissement): Formulaire => {
  const form: Formulaire = emptyForm(undefined, {
    nom: e.nom,
    siret: e.siret ? formaterSiret(e.siret) : '',
    adresse: e.adresse,
    codePostal: e.codePostal,
    ville: e.ville,
    zone: e.zone,
    capacite: e.capacite,
  })
  return openedOn(form)
}

const nomsEntiers = {
  nom: 'Nom',
  siret: 'SIRET',
  adresse: 'Adresse',
  codePostal: 'Code postal',
  ville: 'Ville',
  zone: 'Heure locale',
  capacite: 'Capacité',
}
const dire = (nom: string, valeur: string): string | undefined =>
  nom === 'zone' ? optionsZone.find((z) => z.value === valeur)?.label : undefined

type UnProps = { readonly e: Etablissement; readonly form: Formulaire; readonly changes?: readonly Change[] }
const Un = ({ e, form, changes = [] }: UnProps) => (
  <Page
    title={e.nom}
    path={[...racine, { libelle: 'Lieux', href: etablissementsUrl() }]}
    alert={form.alert}
    lede={e.fermeLe ? `Fermé le ${formaterDate(e.fermeLe)}.` : undefined}
  >
    <ChangesTable changes={changes} noms={nomsEntiers} dire={dire} />
    <Champs form={form} libelle="Enregistrer" />
    <Section titre={e.fermeLe ? 'Rouvrir' : 'Fermer'} id="fermer">
      <p>
        {e.fermeLe
          ? 'Il s’offrira de nouveau aux sessions.'
          : 'Les sessions qui s’y sont tenues gardent son nom et son adresse ; les nouvelles ne le proposent plus. Cela se défait.'}
      </p>
      <Form form={emptyForm()} action={`${etablissementUrl({ etablissement: e.id })}/etat`} classe="">
        <p class="gestes-l">
          <Button geste={e.fermeLe ? 'rouvrir' : 'fermer'}>
            {e.fermeLe ? 'Rouvrir ce lieu' : 'Fermer ce lieu'}
          </Button>
        </p>
      </Form>
    </Section>
  </Page>
)

const chemin = etablissementUrl.modele

/** Le premier lieu d’une coopérative est d’ordinaire son siège : ce que l’on en sait n’est pas à recopier. */
const auSiege = async (tx: TenantTx) => {
  const { adresse, codePostal, ville, zone } = await lireOrganisme(tx)
  return { nom: adresse || ville ? 'Siège' : '', adresse, codePostal, ville, zone }
}

export const etablissementsPage = (prises: Prises) =>
  new Hono<Env>()
    .get(etablissementsUrl(), exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx, visiteur) => {
        const lieux = await listerEtablissements(tx)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'lieux',
            enCsv(
              ['Nom', 'SIRET', 'Adresse', 'Code postal', 'Ville', 'Heure locale', 'Capacité', 'Fermé le'],
              lieux.map((e) => [
                e.nom,
                e.siret,
                e.adresse,
                e.codePostal,
                e.ville,
                e.zone,
                e.capacite,
                e.fermeLe,
              ]),
            ),
          )
        const regle = peutVisiteur(visiteur, 'organisme.regler')
        return c.html(
          <Liste
            lieux={lieux}
            form={emptyForm(undefined, lieux.length === 0 ? await auSiege(tx) : { zone: 'Europe/Paris' })}
            regle={regle}
            q={lireMots(c)}
          />,
        )
      }),
    )
    .post(etablissementsUrl(), exigerDroit('organisme.regler'), async (c) => {
      const read = await readForm(fields, c)
      return avecPorts(c, prises, async (ports) => {
        if (!read.ok)
          return c.html(<Liste lieux={await ports.etablissements()} form={read.form} regle />, read.status)
        const id = idDe<'Etablissement'>(read.jeton) ?? newId<'Etablissement'>()
        await ajouterEtablissement(ports)(id, enSaisi(read.data))
        return redirectWith(c, suiteOu(c, etablissementsUrl()), {
          genre: 'fait',
          fort: 'Le lieu est ajouté.',
          suite: read.data.nom,
        })
      })
    })
    .get(chemin, exigerDroit('organisme.regler'), (c) =>
      dansOrganisme(c, async (tx) => {
        const e = (await listerEtablissements(tx)).find((x) => x.id === c.req.param('etablissement'))
        return e ? c.html(<Un e={e} form={depuis(e)} />) : notFound(c)
      }),
    )
    .post(chemin, exigerDroit('organisme.regler'), async (c) => {
      const read = await readForm(fields, c)
      const modifier = async (ports: PortsOrganisme) => {
        const e = (await ports.etablissements()).find((x) => x.id === c.req.param('etablissement'))
        if (!e) return notFound(c)
        if (!read.ok) return c.html(<Un e={e} form={read.form} />, read.status)
        const actuel = depuis(e)
        const changes = changesSince(read.form, actuel)
        const fait = await modifierEtablissement(ports)(e.id, enSaisi(read.data), changes.length > 0)
        if (fait.ok)
          return redirectWith(c, etablissementsUrl(), { genre: 'fait', fort: 'Le lieu est enregistré.' })
        if (fait.error.code === 'introuvable') return notFound(c)
        const form = withAlert(rebase(read.form, actuel), enRetard(fait.error.phrase))
        return c.html(<Un e={e} form={form} changes={changes} />, 409)
      }
      return avecPorts(c, prises, modifier, { seul: true })
    })
    .post(`${chemin}/etat`, exigerDroit('organisme.regler'), async (c) => {
      const read = await readForm(z.object({}), c)
      const id = idDe<'Etablissement'>(c.req.param('etablissement')) as EtablissementId | undefined
      if (!id || !read.ok) return notFound(c)
      return avecPorts(c, prises, async (ports) => {
        const fait = await fermerEtablissement(ports)(id, read.geste !== 'rouvrir')
        return fait.ok
          ? redirectWith(c, etablissementsUrl(), {
              genre: 'fait',
              fort: read.geste === 'rouvrir' ? 'Le lieu est rouvert.' : 'Le lieu est fermé.',
            })
          : notFound(c)
      })
    })
