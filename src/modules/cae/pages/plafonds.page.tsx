import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { centimes, formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { genresPlafonnes as listeVises, nomDuGenre } from '#modules/documents/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Actions,
  Button,
  CheckboxGroup,
  type CodeEtat,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, facultatif, identifiant, montant, plusieurs } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { listerPlafonds, type Plafond, type PlafondId } from '../db/plafonds.ts'
import { porteesDePlafond } from '../domain/plafonds.ts'
import { donnerPlafond, revoquerPlafond } from '../gestes/plafonds.ts'
import { plafondsUrl, plafondUrl, visasUrl } from '../liens.ts'
import { nomDuCompte } from './visas-vue.tsx'

const genresVises = listeVises as readonly [string, ...string[]]
const fields = z.object({
  personne: identifiant((t) => asId<'Personne'>(t), { phrase: 'Choisissez une personne de l’équipe.' }),
  pour: choix(porteesDePlafond, { phrase: 'Dites si elle vise ses pièces ou celles des autres.' }),
  genres: plusieurs(genresVises, { min: 1, phrase: 'Cochez au moins un genre de pièce.' }),
  montant: montant({ vide: 'Écrivez le plafond, hors taxes.' }),
  cumul: facultatif(montant()),
  du: date({ vide: 'Écrivez le premier jour.' }),
  au: facultatif(date()),
})
type Formulaire = FormOf<typeof fields>
type Lus = {
  readonly plafonds: readonly Plafond[]
  readonly membres: readonly Adhesion[]
  readonly jour: DateCivile
}

const motPour = { soi: 'ses pièces', autres: 'celles des autres' } as const
const euros = (n: number | null) => (n === null ? '' : formaterMontant(centimes(n)))
const etatDe = (p: Plafond, jour: DateCivile): { etat: CodeEtat; mot: string } => {
  if (p.revoqueLe)
    return { etat: 'sans-objet', mot: `révoqué le ${formaterDate(jourLocal(p.revoqueLe, ZONE_PAR_DEFAUT))}` }
  if (p.au !== null && p.au < jour) return { etat: 'sans-objet', mot: `échu le ${formaterDate(p.au)}` }
  if (p.du > jour) return { etat: 'a-venir', mot: `à partir du ${formaterDate(p.du)}` }
  return { etat: 'prouve', mot: p.au ? `jusqu’au ${formaterDate(p.au)}` : 'en vigueur' }
}

/** Une personne ne touche pas au sien ; la direction seule borne l’équipe d’appui. */
const peutRevoquer = (v: Visiteur, p: Plafond) =>
  p.revoqueLe === null &&
  p.compte !== v.personneId &&
  (p.pour === 'soi' || peutVisiteur(v, 'delegations.donner'))

const Liste = ({ lus, form, visiteur }: { lus: Lus; form: Formulaire; visiteur: Visiteur }) => (
  <Page
    title="Plafonds de visa"
    lede="Ce que chaque personne vise seule : un genre de pièce, un montant, des dates. Au-dessus, la pièce attend quelqu’un d’autre. Un plafond révoqué ou échu, et sans un autre, retire ce genre à la personne."
    path={[{ libelle: 'Visas', href: visasUrl() }]}
    alert={form.alert}
  >
    {lus.plafonds.length === 0 ? (
      <Empty titre="Personne n’a de plafond">
        L’équipe d’appui vise tout ce que la direction n’a pas borné. Une personne à qui vous donnez un
        plafond accorde elle-même le visa de ses pièces, jusque-là.
      </Empty>
    ) : (
      <>
        <Table
          legende="Plafonds de visa"
          lignes={lus.plafonds}
          colonnes={[
            {
              titre: 'Personne',
              entete: true,
              cell: (p) => (
                <>
                  {nomDuCompte(lus.membres, p.compte)} <small>{motPour[p.pour]}</small>
                </>
              ),
            },
            { titre: 'Genre', cell: (p) => nomDuGenre(p.genre) },
            { titre: 'Par pièce, HT', nombre: true, cell: (p) => euros(p.montant) },
            {
              titre: 'Au cumul ce mois, HT',
              nombre: true,
              // Le cumul est celui de la personne et du genre : un ancien plafond n’a plus le sien.
              cell: (p) =>
                etatDe(p, lus.jour).etat !== 'prouve'
                  ? ''
                  : p.cumul === null
                    ? euros(p.ceMois)
                    : `${euros(p.ceMois)} sur ${euros(p.cumul)}`,
            },
            { titre: 'État', cell: (p) => <Etat {...etatDe(p, lus.jour)} /> },
            {
              titre: 'Geste',
              cell: (p) =>
                peutRevoquer(visiteur, p) ? (
                  <Form form={emptyForm()} action={plafondUrl({ plafond: p.id })} classe="">
                    <Button genre="link">
                      Révoquer
                      <span class="unseen">
                        {' '}
                        le plafond de {nomDuCompte(lus.membres, p.compte)}, {nomDuGenre(p.genre)}
                      </span>
                    </Button>
                  </Form>
                ) : (
                  ''
                ),
            },
          ]}
        />
        <p class="note">
          Au cumul d’une personne compte ce qu’elle a visé de ce genre depuis le premier du mois, sous ce
          plafond ou un autre ; et ce qu’elle a engagé seule.
        </p>
        <p>
          <Exporter href={`${plafondsUrl()}?format=csv`} />
        </p>
      </>
    )}
    <h2 class="feuille" id="donner">
      Donner un plafond
    </h2>
    <Form
      form={form}
      noms={{
        personne: 'Personne',
        pour: 'Elle vise',
        genres: 'Genres',
        montant: 'Plafond',
        cumul: 'Cumul',
        du: 'Début',
        au: 'Fin',
      }}
    >
      <FieldSection titre="À qui">
        <SelectField
          form={form}
          name="personne"
          label="Personne"
          vide="choisir"
          options={lus.membres
            .filter(
              (m) => m.compte !== visiteur.personneId && !m.enAttente && (m.au === null || m.au >= lus.jour),
            )
            .map((m) => ({ value: m.compte, label: nomDuCompte(lus.membres, m.compte) }))}
        />
        <RadioGroup
          form={form}
          name="pour"
          label="Elle vise"
          options={[
            { value: 'soi', label: 'ses propres pièces, sans attendre l’équipe d’appui' },
            {
              value: 'autres',
              label: 'les pièces des autres, pour l’équipe d’appui : la direction seule borne ainsi',
            },
          ]}
        />
      </FieldSection>
      <FieldSection titre="Jusqu’où">
        <CheckboxGroup
          form={form}
          name="genres"
          label="Genres de pièce"
          options={genresVises.map((g) => ({ value: g, label: nomDuGenre(g) }))}
        />
        <Field
          form={form}
          name="montant"
          label="Plafond hors taxes, par pièce"
          inputmode="decimal"
          unite="€"
        />
        <Field
          form={form}
          name="cumul"
          label="Cumul du mois, hors taxes"
          inputmode="decimal"
          unite="€"
          hint="Vide : sans limite de cumul."
          optional
        />
        <Field form={form} name="du" label="Du" inputmode="numeric" hint="22/03/2027" />
        <Field
          form={form}
          name="au"
          label="Au"
          inputmode="numeric"
          hint="Vide : sans terme. Après ce jour, la personne ne vise plus ce genre."
          optional
        />
      </FieldSection>
      <Actions libelle="Donner ce plafond" />
    </Form>
  </Page>
)

const lire = async (tx: TenantTx, maintenant: Date): Promise<Lus> => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  return { plafonds: await listerPlafonds(tx), membres: await adhesions(tx), jour }
}

export const plafondsPages = new Hono<Env>()
  .get(plafondsUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const { db, clock } = c.get('services')
    const lus = await db.withTenant(visiteur.acces, (tx) => lire(tx, clock.now()))
    if (!lus) return notFound(c)
    if (c.req.query('format') === 'csv')
      return repondreCsv(
        c,
        'plafonds-de-visa',
        enCsv(
          ['Personne', 'Vise', 'Genre', 'Plafond HT', 'Cumul HT', 'Du', 'Au', 'État'],
          lus.plafonds.map((p) => [
            nomDuCompte(lus.membres, p.compte),
            motPour[p.pour],
            nomDuGenre(p.genre),
            montantDecimal(centimes(p.montant)),
            p.cumul === null ? null : montantDecimal(centimes(p.cumul)),
            p.du,
            p.au,
            etatDe(p, lus.jour).mot,
          ]),
        ),
      )
    const form: Formulaire = emptyForm(undefined, { du: formaterDate(lus.jour, 'chiffres'), pour: 'soi' })
    return c.html(<Liste lus={lus} form={form} visiteur={visiteur} />)
  })
  .post(plafondsUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const services = c.get('services')
    const read = await readForm(fields, c)
    const montrer = async (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422) => {
      const lus = await services.db.withTenant(visiteur.acces, (tx) => lire(tx, services.clock.now()))
      return lus ? c.html(<Liste lus={lus} form={form} visiteur={visiteur} />, statut) : notFound(c)
    }
    if (!read.ok) return montrer(read.form, read.status)
    const { personne, cumul, au, ...d } = read.data
    const fait = await donnerPlafond(services, visiteur, {
      ...d,
      compte: personne as PersonneId,
      cumul: cumul ?? null,
      au: au ?? null,
      dirige: peutVisiteur(visiteur, 'delegations.donner'),
    })
    if (!fait.ok && fait.error.code in fields.shape)
      return montrer(withErrors(read.form, { [fait.error.code]: fait.error.phrase }), 422)
    if (!fait.ok)
      return montrer(withAlert(read.form, { titre: 'Rien n’est donné', phrase: fait.error.phrase }), 409)
    return redirectWith(c, plafondsUrl(), { genre: 'fait', fort: 'Le plafond est donné.' })
  })
  .post(plafondUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    const id = asId<'Plafond'>(c.req.param('plafond'))
    if (!visiteur || !id) return notFound(c)
    const read = await readForm(z.object({}), c)
    if (!read.ok) return notFound(c)
    const fait = await revoquerPlafond(c.get('services'), visiteur, id as PlafondId)
    if (!fait.ok && fait.error.code === 'introuvable') return notFound(c)
    return redirectWith(
      c,
      plafondsUrl(),
      fait.ok
        ? {
            genre: 'fait',
            fort: 'Le plafond est révoqué.',
            suite:
              'Ce qui a été visé sous lui le reste. Sans un autre plafond de ce genre, la personne n’en vise plus aucune pièce.',
          }
        : { genre: 'mal', fort: 'Rien n’est révoqué.', suite: fait.error.phrase },
    )
  })
