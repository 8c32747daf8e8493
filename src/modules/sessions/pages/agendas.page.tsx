/** Les agendas du dehors : une adresse secrète par personne qui intervient, dont on ne garde que ce qui occupe. */
import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de, formaterNombre } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { type Intervenant, intervenants } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { identifiant, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Agenda, type AgendaId, listerAgendas } from '../db/agendas.ts'
import { lireUnAgenda, nePlusLireAgenda } from '../gestes/suivre-agendas.ts'
import { agendasUrl, agendaUrl, planningUrl } from '../liens.ts'

/** `webcal:` est le nom que les agendas donnent à `https:`. En clair, l'adresse — un secret — voyagerait à découvert. */
const asAdresse = (t: string): string | undefined => {
  const dite = t.replace(/^webcals?:/i, 'https:')
  if (!URL.canParse(dite)) return undefined
  const { protocol, username, password, href } = new URL(dite)
  return protocol === 'https:' && username === '' && password === '' && href.length <= 2000 ? href : undefined
}

const fields = z.object({
  personne: identifiant(asId<'Tiers'>, { phrase: 'Choisissez qui est cet agenda.' }),
  nom: texte({ min: 1, max: 100, vide: 'Nommez cet agenda, par exemple « professionnel ».' }),
  adresse: viaParser(
    asAdresse,
    'Collez l’adresse entière de l’agenda : elle commence par https:// ou webcal://.',
    { vide: 'Collez l’adresse secrète de l’agenda.' },
  ),
})
type Formulaire = FormOf<typeof fields>

const jour = (d: Date) => formaterDate(jourLocal(d, ZONE_PAR_DEFAUT), 'court')
const peutEcrire = (v: Visiteur): boolean => v.lectureSeule !== true && !v.assistance

/** Le sien ; ceux de tous, pour qui tient les intervenants. */
const choixDe = async (tx: TenantTx, v: Visiteur): Promise<Intervenant[]> =>
  (await intervenants(tx)).filter(
    (i) => peutVisiteur(v, 'intervenants.tenir') || (i.compte !== null && i.compte === v.personneId),
  )
const voitTout = (v: Visiteur): boolean => peutVisiteur(v, 'sessions.lire')
const lireCeuxDe = (tx: TenantTx, v: Visiteur) =>
  voitTout(v) ? listerAgendas(tx) : v.personneId ? listerAgendas(tx, v.personneId) : Promise.resolve([])

/** La personne elle-même, ou qui tient les intervenants. */
const peutRetirer = (v: Visiteur, a: Agenda): boolean =>
  peutVisiteur(v, 'intervenants.tenir') || (a.compte !== null && a.compte === v.personneId)

const EtatDe = ({ a }: { a: Agenda }) =>
  a.retireLe ? (
    <Etat etat="sans-objet" mot={`arrêté le ${jour(a.retireLe)}`} />
  ) : a.echec ? (
    <>
      <Etat etat="manquant" mot="ne se lit pas" /> <small>{a.echec}</small>
    </>
  ) : a.luLe ? (
    <Etat etat="prouve" mot={`lu le ${jour(a.luLe)}`} />
  ) : (
    <Etat etat="a-venir" mot="pas encore lu" />
  )

type VueProps = {
  readonly form: Formulaire
  readonly agendas: readonly Agenda[]
  readonly choix: readonly Intervenant[]
  readonly visiteur: Visiteur
}

const Vue = ({ form, agendas, choix, visiteur }: VueProps) => (
  <Page
    title="Agendas occupés"
    lede="L’agenda que chacun tient déjà, lu par son adresse secrète. On n’en garde que les heures prises : ni titre, ni lieu, ni personne. Le planning les montre hachurées, et planifier par-dessus avertit sans refuser."
    path={[{ libelle: 'Planning', href: planningUrl() }]}
    alert={form.alert}
  >
    <Section titre="Lus ici" id="agendas" sous="Relus toutes les trente minutes.">
      {agendas.length === 0 ? (
        <Empty titre="Aucun agenda n’est lu.">
          Dans Google Agenda : Paramètres de l’agenda, « Adresse secrète au format iCal ». Dans Outlook :
          Calendriers partagés, « Publier un calendrier », « Peut voir quand je suis occupé ». Sur Nextcloud
          ou iCloud : le partage de l’agenda, « Copier le lien ».
        </Empty>
      ) : (
        <>
          <Table
            legende="Agendas lus"
            lignes={agendas}
            colonnes={[
              { titre: 'De qui', entete: true, cell: (a) => a.qui },
              { titre: 'Agenda', cell: (a) => a.nom },
              { titre: 'État', cell: (a) => <EtatDe a={a} /> },
              { titre: 'Heures prises', nombre: true, cell: (a) => formaterNombre(a.plages) },
              {
                titre: 'Geste',
                cell: (a) =>
                  a.retireLe === null && peutEcrire(visiteur) && peutRetirer(visiteur, a) ? (
                    <form method="post" action={`${agendaUrl({ agenda: a.id })}/retirer`}>
                      <Button genre="grave">
                        Ne plus lire<span class="unseen"> l’agenda {de(a.qui)}</span>
                      </Button>
                    </form>
                  ) : (
                    ''
                  ),
              },
            ]}
          />
          <p class="sub">
            <Exporter href={withQuery(agendasUrl(), { format: 'csv' })} />
          </p>
        </>
      )}
    </Section>
    {peutEcrire(visiteur) && choix.length > 0 ? (
      <>
        <h2 class="feuille" id="ajouter">
          Lire un agenda
        </h2>
        <Form
          form={form}
          action={agendasUrl()}
          noms={{ personne: 'De qui', nom: 'Nom', adresse: 'Adresse secrète' }}
        >
          <FieldSection titre="L’agenda">
            <SelectField
              form={form}
              name="personne"
              label="De qui"
              vide="choisir"
              options={choix.map((i) => ({ value: i.personne, label: `${i.prenom} ${i.nom}`.trim() }))}
            />
            <Field form={form} name="nom" label="Nom" hint="professionnel, enseignement…" />
            <Field
              form={form}
              name="adresse"
              label="Adresse secrète de l’agenda"
              span={2}
              hint="chiffrée ici, jamais remontrée ; retirez-la quand vous voulez"
            />
          </FieldSection>
          <Actions libelle="Lire cet agenda" />
        </Form>
      </>
    ) : null}
  </Page>
)

export const agendasPage = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) =>
  new Hono<Env>()
    .get(agendasUrl(), exigerDroit('sessions.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const agendas = await lireCeuxDe(tx, visiteur)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'agendas-occupes',
            enCsv(
              ['De qui', 'Agenda', 'Lu le', 'Échec', 'Heures prises', 'Arrêté le'],
              agendas.map((a) => [
                a.qui,
                a.nom,
                a.luLe ? jour(a.luLe) : '',
                a.echec,
                a.plages,
                a.retireLe ? jour(a.retireLe) : '',
              ]),
            ),
          )
        const choix = await choixDe(tx, visiteur)
        const form: Formulaire = emptyForm(undefined, {
          personne: choix.find((i) => i.compte === visiteur.personneId)?.personne,
        })
        return c.html(<Vue {...{ form, agendas, choix, visiteur }} />)
      }),
    )
    .post(agendasUrl(), exigerDroit('sessions.lire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const choix = await choixDe(tx, visiteur)
        const montrer = async (form: Formulaire, statut: 409 | 413 | 415 | 422 | 200) =>
          c.html(<Vue {...{ form, choix, visiteur }} agendas={await lireCeuxDe(tx, visiteur)} />, statut)
        if (!read.ok) return montrer(read.form, read.status)
        const qui = choix.find((i) => i.personne === read.data.personne)
        if (!qui || !visiteur.personneId || !visiteur.organisme)
          return montrer(withAlert(read.form, 'Choisissez une personne de la liste.'), 422)
        const le = clock.now()
        const id = (read.jeton && asId<'Agenda'>(read.jeton)) || newId<'Agenda'>(le)
        await lireUnAgenda(
          { keys },
          tx,
          {
            id,
            qui,
            nom: read.data.nom,
            adresse: read.data.adresse,
            creePar: visiteur.personneId,
            organisme: visiteur.organisme.id,
          },
          le,
        )
        return redirectWith(c, agendasUrl(), {
          genre: 'fait',
          fort: 'L’agenda va se lire.',
          suite: 'Ses heures prises paraîtront au planning dans un instant.',
        })
      })
    })
    .post(`${agendasUrl()}/:agenda/retirer`, exigerDroit('sessions.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Agenda'>(c.req.param('agenda') ?? '') as AgendaId | undefined
        const lu = id && (await lireCeuxDe(tx, visiteur)).find((a) => a.id === id)
        if (!lu || !peutRetirer(visiteur, lu)) return notFound(c)
        await nePlusLireAgenda(tx, lu, clock.now())
        return redirectWith(c, agendasUrl(), {
          genre: 'fait',
          fort: 'Coforme ne lit plus cet agenda.',
          suite: 'Son adresse et les heures qu’il prenait sont effacées.',
        })
      }),
    )
