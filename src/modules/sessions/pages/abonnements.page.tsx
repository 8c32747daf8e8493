import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { enseigneParDefaut, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { direPole, mesPoles } from '#modules/pole/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Empty,
  Etat,
  Exporter,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { abonnementsUrl, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Abonnement,
  type AbonnementId,
  type GenreAbonnement,
  listerAbonnements,
} from '../db/abonnements.ts'
import { listerSalles } from '../db/salles.queries.ts'
import { lireSession } from '../db/sessions.queries.ts'
import { arreterAbonnement, sAbonner } from '../gestes/suivre-agendas.ts'
import { estSienne } from '../lecture/sienne.ts'
import { abonnementUrl, agendaAbonneUrl, planningUrl } from '../liens.ts'

const fields = z.object({ quoi: z.string({ error: 'Choisissez ce que votre agenda doit montrer.' }).max(60) })
type Formulaire = FormOf<typeof fields>
type Choix = { readonly value: string; readonly label: string }

const genres: Readonly<Record<GenreAbonnement, string>> = {
  personne: 'une personne',
  salle: 'une salle',
  session: 'une session',
  pole: 'un pôle',
  marches: 'les marchés suivis',
}

/** Ce à quoi l'on peut s'abonner : la session demandée et soi d'abord ; les autres et les salles, pour qui lit tout le planning ; les pôles où l'on est. */
const choixDe = async (tx: TenantTx, visiteur: Visiteur, session: string | undefined): Promise<Choix[]> => {
  const tout = peutVisiteur(visiteur, 'sessions.lire')
  const lit = peutVisiteur(visiteur, 'sessions.lire', { estSien: true })
  const gens = (lit ? await intervenants(tx) : []).filter((i) => tout || i.compte === visiteur.personneId)
  const id = session === undefined ? undefined : asId<'Session'>(session)
  const lue = id && (await lireSession(tx, id))
  const voulue =
    lue && peutVisiteur(visiteur, 'sessions.lire', { estSien: estSienne(lue, visiteur.personneId) })
      ? lue
      : undefined
  const poles = peutVisiteur(visiteur, 'pole.lire') ? await mesPoles(tx) : []
  return [
    ...(voulue ? [{ value: `session:${voulue.id}`, label: `${voulue.numero}, ${voulue.intitule}` }] : []),
    ...gens
      .toSorted((a, b) => Number(b.compte === visiteur.personneId) - Number(a.compte === visiteur.personneId))
      .map((i) => ({
        value: `personne:${i.personne}`,
        label: `${i.prenom} ${i.nom}`.trim() + (i.compte === visiteur.personneId ? ' (vous)' : ''),
      })),
    ...(tout
      ? (await listerSalles(tx, { ouvertes: true })).map((s) => ({
          value: `salle:${s.id}`,
          label: `Salle ${s.nom}, ${s.nomEtablissement}`,
        }))
      : []),
    ...poles.map((p) => ({ value: `pole:${p.id}`, label: `Les rencontres du ${direPole(p.nom)}` })),
    ...(visiteur.organisme && peutVisiteur(visiteur, 'marches.lire')
      ? [{ value: `marches:${visiteur.organisme.id}`, label: 'Les échéances des marchés suivis' }]
      : []),
  ]
}

/** Le planning ou le pôle : qui lit l'un des deux y trouve quelque chose à suivre. */
const exigerLecture = exigerDroit('sessions.lire', 'pole.lire', 'marches.lire')

const peutEcrire = (v: Visiteur): boolean => v.lectureSeule !== true && !v.assistance

const jour = (d: Date) => formaterDate(jourLocal(d, ZONE_PAR_DEFAUT), 'court')

type VueProps = {
  readonly form: Formulaire
  readonly choix: readonly Choix[]
  readonly abonnements: readonly Abonnement[]
  /** Faux : un accès de lecture, ou d'assistance, n'en fait pas. */
  readonly ecrit: boolean
  /** L'adresse qui vient de naître : elle ne se montre qu'une fois. */
  readonly neuve?: { readonly adresse: string; readonly nom: string } | undefined
}

const Vue = ({ form, choix, abonnements, neuve, ecrit }: VueProps) => (
  <Page
    title="Dans mon agenda"
    lede="Une adresse secrète, que votre téléphone ou votre logiciel d’agenda relit tout seul. Elle montre ce que vous voyez ici, rien de plus, et s’arrête si vous partez ; celle d’un pôle, si votre coopérative le quitte."
    path={[{ libelle: 'Planning', href: planningUrl() }]}
    alert={form.alert}
    islands={neuve ? ['copier'] : []}
  >
    {neuve ? (
      <Section titre="Votre adresse" id="adresse" sous={neuve.nom}>
        <p>
          Copiez-la maintenant : elle ne se remontrera pas. Qui l’a lit cet agenda ; perdue ou trop partagée,
          arrêtez-la et faites-en une autre.
        </p>
        <p>
          <code-copiable data-label="l’adresse de l’agenda">
            <code class="adresse">{neuve.adresse}</code>
          </code-copiable>
        </p>
        <p class="sub">
          Dans Google Agenda : Autres agendas, « À partir de l’URL ». Sur iPhone : Réglages, Calendrier,
          Comptes, « Ajouter un calendrier avec abonnement ». Dans Thunderbird et Outlook : Nouvel agenda, «
          Sur le réseau » ou « À partir d’Internet ».
        </p>
      </Section>
    ) : null}
    <Section titre="En service" id="abonnements">
      {abonnements.length === 0 ? (
        <Empty titre="Aucune adresse pour l’instant.">
          Vos demi-journées et les rencontres de vos pôles peuvent paraître dans l’agenda que vous ouvrez
          déjà.
        </Empty>
      ) : (
        <>
          <Table
            legende="Adresses d’agenda"
            lignes={abonnements}
            colonnes={[
              { titre: 'Ce qu’elle montre', entete: true, cell: (a) => a.nom },
              { titre: 'Créée le', cell: (a) => jour(a.creeLe) },
              { titre: 'Relue le', cell: (a) => (a.luLe ? jour(a.luLe) : 'jamais') },
              {
                titre: 'État',
                cell: (a) =>
                  a.revoqueLe ? (
                    <Etat etat="sans-objet" mot={`arrêtée le ${jour(a.revoqueLe)}`} />
                  ) : !ecrit ? (
                    <Etat etat="prouve" mot="en service" />
                  ) : (
                    <form method="post" action={`${abonnementUrl({ abonnement: a.id })}/arreter`}>
                      <Button genre="grave">
                        Arrêter<span class="unseen"> l’adresse {de(a.nom)}</span>
                      </Button>
                    </form>
                  ),
              },
            ]}
          />
          <p class="sub">
            <Exporter href={withQuery(abonnementsUrl(), { format: 'csv' })} />
          </p>
        </>
      )}
    </Section>
    {!ecrit ? null : choix.length === 0 ? (
      <p>Vous n’intervenez dans aucune session : il n’y a rien à suivre.</p>
    ) : (
      <>
        <h2 class="feuille" id="creer">
          Faire une adresse
        </h2>
        <Form form={form} action={abonnementsUrl()} noms={{ quoi: 'Ce qu’elle montre' }}>
          <FieldSection titre="Ce qu’elle montre">
            <SelectField form={form} name="quoi" label="Personne, salle, session ou pôle" options={choix} />
          </FieldSection>
          <Actions libelle="Faire l’adresse" />
        </Form>
      </>
    )}
  </Page>
)

export const abonnementsPage = ({ db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>) =>
  new Hono<Env>()
    .get(abonnementsUrl(), exigerLecture, (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const abonnements = await listerAbonnements(tx)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'agendas',
            enCsv(
              ['Ce qu’elle montre', 'Genre', 'Créée le', 'Relue le', 'Arrêtée le'],
              abonnements.map((a) => [
                a.nom,
                genres[a.genre],
                jour(a.creeLe),
                a.luLe ? jour(a.luLe) : '',
                a.revoqueLe ? jour(a.revoqueLe) : '',
              ]),
            ),
          )
        const choix = await choixDe(tx, visiteur, c.req.query('session'))
        return c.html(
          <Vue
            form={emptyForm(undefined, {
              quoi: (
                choix.find((x) => x.value === `pole:${c.req.query('pole')}`) ??
                choix.find((x) => c.req.query('quoi') === 'marches' && x.value.startsWith('marches:')) ??
                choix[0]
              )?.value,
            })}
            choix={choix}
            abonnements={abonnements}
            ecrit={peutEcrire(visiteur)}
          />,
        )
      }),
    )
    .post(abonnementsUrl(), exigerLecture, async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const voulu = read.ok ? read.data.quoi : ''
        const choix = await choixDe(tx, visiteur, voulu.startsWith('session:') ? voulu.slice(8) : undefined)
        const montrer = async (
          form: Formulaire,
          status: 200 | 409 | 413 | 415 | 422,
          neuve?: VueProps['neuve'],
        ) =>
          c.html(
            <Vue form={form} choix={choix} abonnements={await listerAbonnements(tx)} neuve={neuve} ecrit />,
            status,
          )
        if (!read.ok) return montrer(read.form, read.status)
        const retenu = choix.find((x) => x.value === voulu)
        const enseigne = await enseigneParDefaut(tx, visiteur)
        const [genre, objet] = voulu.split(':') as [GenreAbonnement, string]
        if (!retenu || !enseigne || !visiteur.personneId)
          return montrer(
            withAlert(read.form, 'Choisissez ce que votre agenda doit montrer, dans la liste.'),
            422,
          )
        const le = clock.now()
        const id = (read.jeton && asId<'Abonnement'>(read.jeton)) || newId<'Abonnement'>(le)
        const nom = retenu.label.replace(/ \(vous\)$/, '').slice(0, 250)
        const secret = await sAbonner(
          tx,
          enseigne.id,
          { id, genre, objet, nom, creePar: visiteur.personneId },
          le,
        )
        if (secret === undefined)
          return montrer(
            withAlert(
              emptyForm(undefined),
              'Cette adresse est déjà faite, et ne se remontre pas. Arrêtez-la, et faites-en une autre.',
            ),
            409,
          )
        return montrer(emptyForm(undefined, { quoi: voulu }), 200, {
          nom,
          adresse: `${config.origine}${agendaAbonneUrl({ secret: `${secret}.ics` })}`,
        })
      })
    })
    .post(`${abonnementUrl.modele}/arreter`, exigerLecture, (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Abonnement'>(c.req.param('abonnement') ?? '') as AbonnementId | undefined
        const lu = id && (await listerAbonnements(tx)).find((a) => a.id === id)
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!lu || !enseigne) return notFound(c)
        await arreterAbonnement(tx, enseigne.id, lu, clock.now())
        return redirectWith(c, abonnementsUrl(), {
          genre: 'fait',
          fort: 'L’adresse est arrêtée.',
          suite: 'L’agenda qui la lisait n’apprend plus rien.',
        })
      }),
    )
