import { Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, partTenue, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { Tiers } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  Button,
  ButtonLink,
  CheckboxField,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  RepeatedRows,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, fieldValue, readForm, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { type DossierLu, listerDossiers } from '../db/dossiers.queries.ts'
import { compterInscrits } from '../db/inscriptions.queries.ts'
import { arriveeProposee } from '../domain/arrivee.ts'
import { listeStatutsF1, motRegime, statutPropose, statutsF1 } from '../domain/dossier.ts'
import { refusDInscrire } from '../domain/ouverture.ts'
import { faireEnsuite } from '../gestes/accueillir.ts'
import { inscrire } from '../gestes/inscrire.ts'
import { enEst } from '../lecture/portee.ts'
import { dossierUrl, inscrireUrl, nouveauDossierUrl } from '../liens.ts'
import type { PrisesInscriptions } from '../prises.ts'
import { ApercuArrivee, essayerArrivee } from './apercu-arrivee.tsx'
import { cheminDe, pourSession } from './commun.ts'
import {
  type Departages,
  enApprenant,
  type Formulaire,
  fields,
  lireRangs,
  type MiseEnLignes,
  maxRangs,
  mettreEnLignes,
  poserRefus,
  rangsRemplis,
} from './inscrire.form.ts'
import { type Issue, issueDInscrire } from './issues.ts'

const dire = (t: Tiers) =>
  `${t.prenom} ${t.nom}, ${t.courriel ?? 'sans courriel'}, ${t.employeur ?? 'employeur non renseigné'} : la même personne`

type VueProps = {
  readonly dossier?: DossierLu | undefined
  readonly dossiers: readonly DossierLu[]
  readonly form: Formulaire
  readonly session: SessionLue
  readonly inscrits: number
  readonly departages?: Departages
  readonly dit?: MiseEnLignes['dit']
}

const Vue = ({ form, session, inscrits, dossier, dossiers, dit, departages = new Map() }: VueProps) => (
  <Page
    title="Inscrire"
    heading={dossier ? `Inscrire pour ${dossier.client}` : `Inscrire à ${session.intitule}`}
    lede={
      session.capacite === null
        ? undefined
        : `${compter(inscrits, 'inscrit')}, capacité ${session.capacite}. Toute la liste est inscrite, ou personne.`
    }
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.numero, href: sessionUrl({ session: session.id }) },
    ]}
    alert={form.alert}
    islands={departages.size > 0 ? [] : ['rangs']}
  >
    {dossiers.length === 0 ? (
      <Alert genre="passe" fort="Cette session n’a encore aucun client.">
        Ouvrez d’abord le dossier du client : qui achète, qui paie. Vous y inscrirez ensuite les personnes.{' '}
        <ButtonLink href={nouveauDossierUrl({ session: session.id })} genre="main">
          Ouvrir un dossier
        </ButtonLink>
      </Alert>
    ) : null}
    <Form
      form={form}
      action={inscrireUrl({ session: session.id })}
      noms={{
        apprenants: 'Stagiaire',
        liste: 'Liste',
        dossier: 'Dossier client',
        statutCommun: 'Statut commun',
        remisLe: 'Remis le',
        arrivee: 'Premier jour',
      }}
    >
      <FieldSection titre="Pour qui">
        <SelectField
          form={form}
          name="dossier"
          label="Dossier client"
          vide={dossiers.length === 0 ? 'aucun dossier ouvert' : 'sans dossier, à compléter'}
          options={dossiers.map((d) => ({ value: d.id, label: `${d.client}, ${motRegime[d.regime]}` }))}
          hint={
            <>
              Il dit qui achète et qui paie.{' '}
              <a href={nouveauDossierUrl({ session: session.id })}>En ouvrir un</a>
            </>
          }
        />
        <SelectField
          form={form}
          name="statutCommun"
          label="Statut commun, à la date de l’action"
          vide="à dire plus tard"
          options={listeStatutsF1.map((x) => ({ value: x, label: statutsF1[x].mot }))}
          hint="Celui de la personne, pas de qui paie. Il se change ligne par ligne."
        />
        <Field
          form={form}
          name="arrivee"
          label="Premier jour suivi"
          optional
          hint="Vide : dès le début. Sinon, rien ne leur est demandé avant ce jour."
        />
        {dossier && dossier.regime !== 'sous-traitance-recue' ? (
          <>
            <CheckboxField
              form={form}
              name="remis"
              label="L’information préalable et le règlement intérieur leur ont été remis"
              hint="Avant l’inscription définitive (C. trav., art. L6353-8). Sinon, l’inscription attend la remise."
            />
            <Field form={form} name="remisLe" label="Remis le" optional hint="Vide : aujourd’hui." />
          </>
        ) : null}
      </FieldSection>
      <FieldSection titre="Coller une liste">
        {dit ? <Alert fort={dit.fort}>{dit.suite}</Alert> : null}
        <TextArea
          form={form}
          name="liste"
          label="Une personne par ligne : prénom, nom, courriel"
          optional
          rows={rangsRemplis(form).length > 0 ? 2 : 7}
          hint="« Agathe Pons agathe@exemple.fr », ou des colonnes copiées d’un tableur."
        />
        <p>
          <Button geste="rangs">Mettre en lignes pour corriger</Button>
        </p>
      </FieldSection>
      <FieldSection titre={rangsRemplis(form).length > 0 ? 'Qui' : 'Ou une à une'} plein>
        <div class="fiches">
          <RepeatedRows
            form={form}
            name="apprenants"
            titre="Stagiaire"
            ajouter="Ajouter un stagiaire"
            max={maxRangs}
          >
            {(p, i) => (
              <>
                <Field form={form} name={`${p}.prenom`} label="Prénom" />
                <Field form={form} name={`${p}.nom`} label="Nom" />
                <Field
                  form={form}
                  name={`${p}.courriel`}
                  label="Courriel"
                  type="email"
                  plusTard="pour lui envoyer ses liens"
                />
                <Field form={form} name={`${p}.employeur`} label="Employeur" optional />
                <Field form={form} name={`${p}.siret`} label="SIRET" inputmode="numeric" optional />
                <SelectField
                  form={form}
                  name={`${p}.statut`}
                  label="Statut"
                  vide="le statut commun"
                  options={listeStatutsF1.map((x) => ({ value: x, label: statutsF1[x].mot }))}
                />
                {departages.has(i) ? (
                  <RadioGroup
                    form={form}
                    name={`${p}.choix`}
                    label="Est-ce une personne déjà connue ?"
                    options={[
                      ...(departages.get(i) ?? []).map((t: Tiers) => ({ value: t.id, label: dire(t) })),
                      { value: 'autre', label: 'une autre personne du même nom' },
                    ]}
                  />
                ) : null}
              </>
            )}
          </RepeatedRows>
        </div>
      </FieldSection>
      <Actions libelle="Inscrire">
        <Button geste="apercu">Voir ce que cela touche</Button>
        <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
      </Actions>
    </Form>
  </Page>
)

/** La session ne prend personne : rien à remplir, et l’écran qui la rouvre. */
const Ferme = ({
  session,
  phrase,
  issue,
}: {
  session: SessionLue
  phrase: string
  issue: Issue | undefined
}) => (
  <Page title="Inscrire" heading={`Inscrire à ${session.intitule}`} path={cheminDe(session)}>
    <Empty
      titre={phrase}
      gestes={
        issue ? (
          <ButtonLink href={issue.href} genre="main">
            {issue.libelle}
          </ButtonLink>
        ) : undefined
      }
    >
      <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
    </Empty>
  </Page>
)

/** Le statut proposé par le dossier, jamais imposé : la liste le montre, on le change ; de même le jour d’arrivée, l’action commencée. */
const depart = (dossier: DossierLu | undefined, arrivee: DateCivile | undefined): Formulaire =>
  emptyForm(undefined, {
    arrivee: arrivee ? formaterDate(arrivee, 'chiffres') : '',
    dossier: dossier?.id ?? '',
    statutCommun: dossier
      ? (statutPropose({
          ...dossier,
          dispositifs: dossier.financements.map((l) => l.dispositif),
        }) ?? '')
      : '',
    // Une personne qui achète pour elle-même vient, d'ordinaire.
    ...(dossier?.personne
      ? {
          apprenants: [
            {
              prenom: dossier.signatairePrenom ?? '',
              nom: dossier.signataireNom ?? '',
              courriel: dossier.signataireCourriel ?? '',
            },
          ],
        }
      : {}),
  })

export const inscrirePage = (services: Services, prises: PrisesInscriptions) => {
  const { db, clock } = services
  return new Hono<Env>()
    .use(inscrireUrl.modele, exigerDroit('inscriptions.inscrire'))
    .get(inscrireUrl.modele, (c) =>
      pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session, portee) => {
        const inscrits = await compterInscrits(tx, session.id)
        const ferme = refusDInscrire({ ...session, inscrits })
        if (ferme) {
          const planifie = peutVisiteur(visiteur, 'sessions.planifier', {
            estSien: estSienne(session, visiteur.personneId),
          })
          return c.html(
            <Ferme
              session={session}
              phrase={ferme.phrase}
              issue={planifie ? issueDInscrire(ferme, session) : undefined}
            />,
          )
        }
        const dossiers = (await listerDossiers(tx, session.id)).filter((d) => enEst(portee, d.id))
        const voulu = c.req.query('dossier')
        const dossier =
          dossiers.find((d) => d.id === voulu) ?? (dossiers.length === 1 ? dossiers[0] : undefined)
        return c.html(
          <Vue
            form={depart(dossier, arriveeProposee(partTenue(session).seances, clock.now()))}
            session={session}
            dossier={dossier}
            dossiers={dossiers}
            inscrits={inscrits}
          />,
        )
      }),
    )
    .post(inscrireUrl.modele, async (c) => {
      const read = await readForm(fields, c, { rangs: maxRangs })
      return pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session, portee) => {
        const dossiers = (await listerDossiers(tx, session.id)).filter((d) => enEst(portee, d.id))
        const dossier = dossiers.find((d) => d.id === fieldValue(read.form, 'dossier'))
        const vue = { session, dossiers, dossier, inscrits: await compterInscrits(tx, session.id) }
        if (!read.ok) {
          // Ce qui est collé se lit avec le reste : toutes les fautes s’affichent à la fois.
          const mis: MiseEnLignes = read.cause === 'fautes' ? mettreEnLignes(read.form) : { form: read.form }
          return c.html(<Vue {...mis} {...vue} />, read.status)
        }
        const { data } = read
        if ((data.dossier !== '' || portee !== 'tout') && !dossier)
          return c.html(
            <Vue
              form={withErrors(read.form, {
                dossier: 'Choisissez un dossier de cette session, que vous suivez.',
              })}
              {...vue}
            />,
            422,
          )
        const { form, dit } = mettreEnLignes(read.form)
        if (read.geste === 'rangs')
          return c.html(<Vue form={form} dit={dit} {...vue} />, form.errors.has('liste') ? 422 : 200)
        if (form.errors.size > 0) return c.html(<Vue form={form} dit={dit} {...vue} />, 422)
        const maintenant = clock.now()
        const jour = data.remisLe
        const remisLe =
          data.remis === '' || !dossier
            ? undefined
            : jour === undefined || jour === jourLocal(maintenant, session.zone)
              ? maintenant
              : instantDe(jour, 720, session.zone).instant
        if (read.geste === 'reprendre') return c.html(<Vue form={form} dit={dit} {...vue} />)
        const apprenants = lireRangs(form).map((a) => enApprenant(a, dossier, data.statutCommun))
        const faire = () =>
          inscrire(
            tx,
            session.id,
            read.jeton ?? newId(maintenant),
            apprenants,
            maintenant,
            dossier ? { dossier: dossier.id, remisLe } : undefined,
            data.arrivee,
          )
        if (read.geste === 'apercu') {
          const essai = await essayerArrivee(prises, tx, { visiteur, session, le: maintenant }, faire)
          return essai.ok
            ? c.html(<ApercuArrivee form={form} session={session} apprenants={apprenants} vu={essai.value} />)
            : c.html(<Vue {...poserRefus(form, essai.error)} dit={dit} {...vue} />, 409)
        }
        const fait = await faire()
        if (!fait.ok) return c.html(<Vue {...poserRefus(form, fait.error)} dit={dit} {...vue} />, 409)
        const { inscrits, enAttente } = fait.value
        const partis = await faireEnsuite(
          services,
          prises,
          tx,
          { visiteur, session, le: maintenant },
          fait.value,
          {
            dossier: dossier?.id,
            envoyer: data.envoyer,
            dire: data.dire,
            papiers: new Set([data.papiers ?? []].flat()),
          },
        )
        const vers = dossier
          ? `${dossierUrl({ session: session.id, dossier: dossier.id })}#gens`
          : `${sessionUrl({ session: session.id })}#stagiaires`
        return redirectWith(c, vers, {
          genre: 'fait',
          fort:
            enAttente > 0
              ? `${compter(enAttente, 'inscription')} en préparation.`
              : inscrits > 1
                ? `${inscrits} personnes sont inscrites.`
                : 'Une personne est inscrite.',
          ...(partis.length > 0
            ? { suite: partis.join(' ') }
            : enAttente > 0
              ? {
                  suite:
                    enAttente > 1
                      ? 'Ce qui manque pour les rendre définitives est ici.'
                      : 'Ce qui manque pour la rendre définitive est ici.',
                }
              : {}),
        })
      })
    })
}
