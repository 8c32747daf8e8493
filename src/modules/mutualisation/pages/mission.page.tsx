// Long parce que la mission va de l’option au constat sur une seule page, chaque pas avec ce qu’il attend.
import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import type { Refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { compter, de } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { pdfResponse } from '#modules/documents/index.ts'
import { projetUrl } from '#modules/facturation/index.ts'
import {
  exigerDroit,
  lireOrganisme,
  pageEtGestes,
  petitGeste,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Etat, Facts, Form, Page, Section, SelectField, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { nouvelleSessionUrl, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  factureAuCpf,
  lireMissions,
  lireReponses,
  type Papier,
  papierDeMission,
  seancesEmargees,
  sessionsEntre,
  stagiairesRecus,
} from '../db/appels.ts'
import { type ARevoir, missionsARevoir, sessionsADeroger } from '../db/dossier-attendu.ts'
import { lireRemises, piecesARemettre } from '../db/dossier-portes.ts'
import { direJours, parts } from '../domain/appels.ts'
import { accorderLesBilans, type LigneDeBilan, type LivresDIci } from '../domain/bilans.ts'
import {
  direRefusDuDossier,
  type PieceProposee,
  type Remise,
  type RemiseId,
} from '../domain/dossier-remis.ts'
import { formes } from '../domain/formes/formes.ts'
import {
  type Attente,
  attentesDe,
  departDeSession,
  direARevoir,
  direRetrait,
  etatAu,
  etatsDeMission,
  joursDe,
  lireConstat,
  type Mission,
  type MissionId,
  minutesPrevues,
  seConfie,
  tauxDuRegime,
} from '../domain/missions.ts'
import { anneeDe, confieDansLAnnee, confieDuCpf, direPartDuCpf } from '../domain/plafond-cpf.ts'
import { constater, quitter, redireLeSuivi, viser } from '../gestes/appels.ts'
import { etablirAvenant, etablirContrat } from '../gestes/contrat-de-mission.ts'
import { demander } from '../gestes/dossier-attendu.ts'
import { rangerDossier, remettreDossier, reprendreDossier } from '../gestes/dossier-remis.ts'
import { facturerMission } from '../gestes/facturer-mission.ts'
import { planifierMission } from '../gestes/planifier-mission.ts'
import { animeesDesFeuilles, animeesDuConstat } from '../lecture/animees-de-mission.ts'
import { suiviDeMission } from '../lecture/suivi-de-mission.ts'
import {
  appelUrl,
  derogerDossierUrl,
  missionsUrl,
  missionUrl,
  papierDeMissionUrl,
  vivierUrl,
} from '../liens.ts'
import type { PrisesMutualisation } from '../prises.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'
import { Bilans } from './mission-bilan-vue.tsx'
import { Constat, constat, lirePieceDue, Piece, type PieceDue } from './mission-constat-vue.tsx'
import { Contrat, precisions } from './mission-contrat-vue.tsx'
import { Dossier, remise } from './mission-dossier-vue.tsx'
import { litLesMissions, phraseDesMissions } from './missions.page.tsx'

type Lu = {
  readonly m: Mission
  readonly le: Date
  readonly attend: readonly Attente[]
  /** Qui d’autre a répondu à l’appel, sans être écarté : de quoi remplacer. */
  readonly autres: number
  /** Les sessions d’ici qui tombent dans ses heures ; à qui reçoit et planifie. */
  readonly sessions: readonly { readonly id: SessionId; readonly dit: string }[]
  /** Celles qui attendent le dossier de la personne ; à qui vise. */
  readonly aDeroger: readonly SessionId[]
  /** Où en est la pièce que le constat fait naître, à qui lit la facturation. */
  readonly due: PieceDue
  /** La personne, qui n’est pas de la direction, ne vise pas pour sa coopérative. */
  readonly visePourElle: boolean
  readonly emargees: number
  readonly bilans: readonly LigneDeBilan[]
  /** Ce que l’année confie de CPF au dehors, à qui reçoit et lit la facturation. */
  readonly cpf: ReturnType<typeof direPartDuCpf> | undefined
  readonly tauxDIci: number | null
  readonly remises: readonly Remise[]
  readonly proposees: readonly PieceProposee[]
  /** Ce que la mission demande de revoir. */
  readonly aRevoir: readonly ARevoir[]
}
const avis = z.object({
  qui: choix(['personne', 'coop']),
  oui: choix(['oui', 'non']),
  motif: texte({ max: 500 }),
})
const fin = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : l’autre coopérative lira votre phrase.' }),
})
const plan = z.object({ session: identifiant((t) => asId<'Session'>(t) as SessionId | undefined) })
const laRemise = z.object({ remise: identifiant((t) => asId<'DossierRemis'>(t) as RemiseId | undefined) })
const rien = z.object({})

const euros = (c: number) => formaterMontant(centimes(c))
const dit = (quand: Date | null, qui: string | null): string =>
  quand ? `${qui ? `${qui}, ` : ''}le ${formaterInstant(quand)}` : ''

const Visas = ({ lu: { m, attend, visePourElle }, revenu }: { lu: Lu; revenu: Revenu }) => {
  const ici = missionUrl({ mission: m.mission })
  const motif = (revenu?.geste === 'viser' ? revenu.form : emptyForm()) as FormOf<typeof avis>
  const unVisa = (qui: 'personne' | 'coop', quand: Date | null, texteDit: string, peut: boolean) => (
    <li>
      <h3>
        {qui === 'personne' ? m.nom : m.envoyeur}{' '}
        <Etat etat={quand ? 'prouve' : 'partiel'} mot={quand ? 'accordé' : 'attendu'} />
      </h3>
      <p>
        {quand
          ? texteDit
          : qui === 'personne'
            ? 'La personne accorde d’abord.'
            : 'Sans son visa, pas de contrat.'}
      </p>
      {!quand && peut ? (
        <>
          <Bouton vers={`${ici}/viser`} cache={{ qui, oui: 'oui' }} genre="main">
            {qui === 'personne' ? 'J’accepte cette mission' : `Viser pour ${m.envoyeur}`}
          </Bouton>
          <details class="volet" open={revenu?.geste === 'viser'}>
            <summary>Refuser</summary>
            <Form form={motif} action={`${ici}/viser`} classe="court">
              <input type="hidden" name="qui" value={qui} />
              <input type="hidden" name="oui" value="non" />
              <TextArea
                form={motif}
                name="motif"
                cle={qui}
                label="Pourquoi"
                rows={2}
                optional
                hint="l’autre coopérative le lit"
              />
              <p class="gestes-l">
                <Button genre="grave">Refuser la mission</Button>
              </p>
            </Form>
          </details>
        </>
      ) : null}
    </li>
  )
  return (
    <Section
      titre={m.aViser ? 'Les trois visas' : 'Les deux visas'}
      id="visas"
      sous="La personne, et sa coopérative : dans une CAE, l’équipe d’appui."
    >
      <ul class="accords">
        {unVisa(
          'personne',
          m.visaPersonneLe,
          dit(m.visaPersonneLe, null),
          m.aMoi && attend.includes('visa-personne'),
        )}
        {unVisa(
          'coop',
          m.visaCoopLe,
          dit(m.visaCoopLe, m.visaCoopPar),
          attend.includes('visa-coop') &&
            m.moi === 'envoie' &&
            peutSuivre('pieces.viser') &&
            (!m.aMoi || visePourElle),
        )}
        {m.aViser ? (
          <li>
            <h3>
              {m.receveur} <Etat etat="partiel" mot="attendu" />
            </h3>
            <p>
              Ce prix engage {m.receveur} : qui y vise le trouve dans la file des visas. Pas de contrat avant.
            </p>
          </li>
        ) : null}
      </ul>
    </Section>
  )
}

const Planifier = ({ lu: { m, sessions, aDeroger }, revenu }: { lu: Lu; revenu: Revenu }) => {
  const form = (revenu?.geste === 'planifier' ? revenu.form : emptyForm()) as FormOf<typeof plan>
  if (m.etat !== 'ferme' || m.moi !== 'recoit' || !peutSuivre('sessions.planifier')) return null
  return (
    <Section
      titre="Dans votre session"
      id="session"
      sous="La personne y prend les demi-journées que la mission couvre ; rien ne se retape."
    >
      {sessions.length === 0 ? (
        <p>
          Aucune de vos sessions ne tombe dans ses heures :{' '}
          <a href={withQuery(nouvelleSessionUrl(), departDeSession(m))}>planifiez-la</a>, puis revenez. Les
          jours, le lieu et le nom y sont déjà.
        </p>
      ) : (
        <Form form={form} action={`${missionUrl({ mission: m.mission })}/planifier`} classe="court">
          <SelectField
            form={form}
            name="session"
            label="Session"
            options={sessions.map((s) => ({ value: s.id, label: s.dit }))}
          />
          <p class="gestes-l">
            <Button genre="main">Lui confier ces demi-journées</Button>
          </p>
        </Form>
      )}
      {sessions
        .filter((s) => aDeroger.includes(s.id))
        .map((s) => (
          <p>
            {s.dit} est confirmée : sans le dossier 21/22 de {m.nom}, vous ne pouvez pas la lui confier.{' '}
            <a href={derogerDossierUrl({ session: s.id })}>Déroger d’avance</a>
          </p>
        ))}
    </Section>
  )
}

const Quitter = ({ lu: { m, le }, revenu }: { lu: Lu; revenu: Revenu }) => {
  const form = (revenu?.geste === 'quitter' ? revenu.form : emptyForm()) as FormOf<typeof fin>
  const etat = etatAu(m, le)
  const commencee = m.creneaux.some(([debut]) => Date.parse(debut) <= le.getTime())
  const vive = !commencee && (etat === 'demandee' || etat === 'option' || etat === 'ferme')
  const peut = m.aMoi || (m.moi === 'recoit' ? peutSuivre('appels.tenir') : peutSuivre('pieces.viser'))
  if (!vive || !peut) return null
  return (
    <details class="volet" open={revenu?.geste === 'quitter'}>
      <summary>{m.moi === 'recoit' ? 'Lever l’option, ou annuler' : 'Se retirer'}</summary>
      <Form form={form} action={`${missionUrl({ mission: m.mission })}/quitter`} classe="court">
        <p>
          Les heures de la personne sont rendues aussitôt. Les deux coopératives gardent la date et le motif.
        </p>
        <TextArea
          form={form}
          name="motif"
          cle="fin"
          label="Pourquoi"
          rows={2}
          hint="les deux coopératives le lisent"
        />
        <p class="gestes-l">
          <Button genre="grave">Mettre fin à la mission</Button>
        </p>
      </Form>
    </details>
  )
}

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { m } = lu
  const maintenant = etatAu(m, lu.le)
  const [etat, mot] = etatsDeMission[maintenant]
  const retrait = direRetrait(m)
  const finie = m.finieLe !== null || maintenant === 'expiree'
  return (
    <Page
      title={m.objet}
      heading={`${m.nom}, pour ${m.receveur}`}
      path={[
        ...(m.pourFacturer ? [] : [{ libelle: 'Vivier', href: vivierUrl() }]),
        { libelle: 'Missions', href: missionsUrl() },
      ]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['Mission', <Etat etat={etat} mot={mot} />],
            ['Quand', `${direJours(joursDe(m))}, ${formaterDuree(minutesPrevues(m))}`],
            ['Où', m.lieu],
            ['Envoie', m.envoyeur],
            ['Propose', parts[m.part]],
            ['Forme', formes.find((f) => f.code === m.forme)?.nom ?? m.forme],
            ['Hors taxes', `${euros(m.prix)}${m.auCout ? ', au coût' : ''}`],
            ...(m.pourFacturer && m.numero ? ([['Contrat', m.numero]] as const) : []),
          ]}
        />
      }
    >
      {maintenant === 'demandee' || maintenant === 'option' ? (
        <p class="lede">
          {maintenant === 'option'
            ? `Le pôle lit ces heures en option, sans lire pour qui. L’option tombe le ${formaterInstant(m.expireLe)} s’il manque un visa ou une signature.`
            : `Rien n’est encore pris : la personne accorde d’abord, avant le ${formaterInstant(m.expireLe)}.`}
        </p>
      ) : null}
      {finie ? (
        <p class="lede">
          {retrait ??
            (maintenant === 'expiree'
              ? `L’option est tombée le ${formaterInstant(m.expireLe)} : il manquait un visa ou une signature.`
              : `${m.finiePar ?? 'L’une des deux'} l’a refusée.`)}{' '}
          {m.motif ? `« ${m.motif} »` : ''}
        </p>
      ) : null}
      {m.pourFacturer
        ? null
        : lu.aRevoir.flatMap((x) => {
            const dit = direARevoir(m, x.quoi)
            return dit ? [<p class="lede">{dit}</p>] : []
          })}
      {finie && m.moi === 'recoit' && peutSuivre('appels.tenir') ? (
        <Section titre="Remplacer" id="remplacer">
          <p>
            {lu.autres > 0
              ? `${lu.autres === 1 ? 'Une autre personne a répondu' : `${lu.autres} autres personnes ont répondu`} à l’appel : elles y sont rangées, avec leurs dates encore libres. `
              : 'Personne d’autre n’attend à l’appel. '}
            <a href={appelUrl({ appel: m.appel })}>
              {lu.autres > 0 ? 'Choisir qui remplace' : 'Relire l’appel'}
            </a>
            , ou <a href={`${vivierUrl()}`}>chercher au vivier</a>.
          </p>
        </Section>
      ) : null}
      {finie || m.pourFacturer ? null : <Visas lu={lu} revenu={revenu} />}
      {m.pourFacturer || (finie && m.contrat === null) ? null : <Contrat lu={lu} revenu={revenu} />}
      <Planifier lu={lu} revenu={revenu} />
      <Dossier lu={lu} revenu={revenu} />
      <Constat lu={lu} revenu={revenu} />
      <Piece lu={lu} />
      <Bilans m={m} lignes={lu.bilans} />
      {lu.cpf ? (
        <Section
          titre="Le CPF confié au dehors"
          id="cpf"
          sous="Les sous-traitances convenues hors des missions n’y sont pas."
        >
          <p>
            <Etat etat={lu.cpf.etat} mot={lu.cpf.mot} />
            <br />
            {lu.cpf.phrase}
          </p>
        </Section>
      ) : null}
      {m.classement && m.classement.length > 0 ? (
        <Section
          titre="Les rangs au jour du choix"
          id="rang"
          sous="Les faits de chacune ce jour-là ; qui appelle choisit, quel que soit le rang."
        >
          <ol>
            {m.classement.map((r) => (
              <li>{r.id === m.reponse ? `${m.nom} : ${r.pourquoi}` : `une autre réponse : ${r.pourquoi}`}</li>
            ))}
          </ol>
        </Section>
      ) : null}
      {m.moi === 'recoit' ? (
        <p>
          <a href={appelUrl({ appel: m.appel })}>L’appel et ses réponses</a>
        </p>
      ) : null}
      <Quitter lu={lu} revenu={revenu} />
    </Page>
  )
}

const suite =
  (fort: string, apres?: string) =>
  (_fait: string, { m }: Lu) => ({
    vers: missionUrl({ mission: m.mission }),
    dit: { genre: 'fait' as const, fort, ...(apres ? { suite: apres } : {}) },
  })
const suites: Readonly<Record<string, string>> = {
  'a-deux': 'Au-dessus de ce montant, une autre personne donne le second visa.',
  constatee: 'L’autre coopérative le dit à son tour.',
  'faite-comptee': 'Le constat vaut ; l’écriture est au compte courant.',
  'faite-plafond':
    'Le constat vaut ; un plafond du compte courant serait dépassé : l’écriture attend d’y être accordée.',
  'faite-sans-compte':
    'Le constat vaut. Les deux n’ont pas de compte courant ouvert ici, ou rien n’est dû : la pièce suffit.',
}

/** Ce que disent nos livres, de ce côté de la mission. */
const livresDIci = async (tx: TenantTx, m: Mission, due: PieceDue): Promise<LivresDIci> => {
  const rien = { ttc: null, attendues: false, stagiaires: 0, minutes: 0, animees: [] }
  if (m.etat !== 'faite') return rien
  const ttc = due && (m.moi === 'recoit' ? due.recues.filter((r) => r.dite) : due.emises)
  // Sans session reçue d’ici, le bilan de qui envoie compte la mission même.
  const recus = m.moi === 'recoit' ? 0 : await stagiairesRecus(tx, m)
  return {
    ...(m.moi === 'recoit' ? await suiviDeMission(tx, m) : { stagiaires: recus, minutes: 0 }),
    ...(recus > 0 && { minutes: (await suiviDeMission(tx, m, true)).minutes }),
    animees:
      m.moi === 'recoit' || recus > 0 ? await animeesDesFeuilles(tx, m) : await animeesDuConstat(tx, m),
    ttc: ttc ? ttc.reduce((t, r) => t + r.ttc, 0) : null,
    attendues: due?.recues.some((r) => !r.dite) ?? false,
  }
}

const page = (services: Services, prises: PrisesMutualisation) =>
  pageEtGestes({
    lien: missionUrl,
    droit: 'pole.lire',
    async lire(tx, { mission }, { visiteur, le }): Promise<Lu | undefined> {
      const id = asId<'MissionAuDehors'>(mission) as MissionId | undefined
      const [m] = id ? await lireMissions(tx, id) : []
      if (!m) return undefined
      const autres =
        (m.finieLe !== null || etatAu(m, le) === 'expiree') && m.moi === 'recoit'
          ? (await lireReponses(tx, m.appel, le)).filter(
              (r) => r.pourNous && r.mission === null && r.ecarteeLe === null,
            )
          : []
      const due =
        m.etat === 'faite' && peutVisiteur(visiteur, 'facturation.lire')
          ? await lirePieceDue(tx, m)
          : undefined
      const sessions =
        m.etat === 'ferme' && m.moi === 'recoit' && peutVisiteur(visiteur, 'sessions.planifier')
          ? await sessionsEntre(tx, m.creneaux[0]?.[0] ?? '', m.creneaux.at(-1)?.[1] ?? '')
          : []
      return {
        m,
        le,
        attend: attentesDe(m, le),
        autres: autres.length,
        sessions,
        aDeroger:
          sessions.length > 0 && peutVisiteur(visiteur, 'pieces.viser')
            ? await sessionsADeroger(
                tx,
                m.mission,
                sessions.map((s) => s.id),
              )
            : [],
        due,
        bilans: accorderLesBilans(m, await livresDIci(tx, m, due)),
        cpf:
          confieDuCpf(m) && peutVisiteur(visiteur, 'facturation.lire')
            ? direPartDuCpf(
                anneeDe(m),
                confieDansLAnnee(await lireMissions(tx), anneeDe(m)),
                await factureAuCpf(tx, anneeDe(m)),
              )
            : undefined,
        visePourElle: peutVisiteur(visiteur, 'documents.signer'),
        emargees:
          m.etat === 'ferme' && m.moi === 'recoit'
            ? (await seancesEmargees(tx, m)).reduce((t, x) => t + x.minutes, 0)
            : 0,
        tauxDIci:
          m.etat === 'ferme' && m.moi === 'envoie' && seConfie(m)
            ? tauxDuRegime((await lireOrganisme(tx)).tva.regime)
            : null,
        remises: m.pourFacturer ? [] : await lireRemises(tx, id as MissionId),
        proposees: m.aMoi ? await piecesARemettre(tx, id as MissionId) : [],
        aRevoir: (await missionsARevoir(tx, le)).filter((x) => x.mission === m.mission),
      }
    },
    peut: ({ m }, { visiteur }) =>
      m.aMoi || litLesMissions((droit) => peutVisiteur(visiteur, droit)) || phraseDesMissions,
    vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
    gestes: {
      viser: petitGeste<typeof avis, Lu, string>({
        droit: 'vivier.lire',
        champs: avis,
        faire: (tx, e) =>
          viser({ ...e, tx }, e.lu.m, e.data.qui, { oui: e.data.oui === 'oui', motif: e.data.motif }),
        suite: (fait, lu) => suite('C’est dit.', suites[fait])(fait, lu),
      }),
      etablir: petitGeste<typeof precisions, Lu, string>({
        droit: 'appels.tenir',
        champs: precisions,
        faire: (tx, e) => etablirContrat(services, { ...e, tx }, e.lu.m, e.data),
        suite: suite('Le contrat est établi.', 'Chaque direction reçoit un lien pour le lire et le signer.'),
      }),
      avenant: petitGeste<typeof rien, Lu, string>({
        droit: 'pieces.viser',
        champs: rien,
        faire: (tx, e) => etablirAvenant(services, { ...e, tx }, e.lu.m),
        suite: suite(
          'L’avenant est établi.',
          'La personne et la direction reçoivent un lien pour le signer.',
        ),
      }),
      planifier: petitGeste<typeof plan, Lu, number>({
        droit: 'sessions.planifier',
        champs: plan,
        faire: (tx, e) => planifierMission(services, prises, { ...e, tx }, e.lu.m, e.data.session),
        suite: (n, { m }) => ({
          vers: missionUrl({ mission: m.mission }),
          dit: {
            genre: 'fait',
            fort: `${compter(n, 'demi-journée confiée', { pluriel: 'demi-journées confiées' })}.`,
            suite: seConfie(m)
              ? 'La session le montre, son bilan les compte, et le contrat est au registre (27, 18).'
              : 'La session le montre, et son bilan les compte.',
          },
        }),
      }),
      quitter: petitGeste<typeof fin, Lu, string>({
        droit: 'vivier.lire',
        champs: fin,
        faire: (tx, e) => quitter({ ...e, tx }, e.lu.m, e.data.motif),
        suite: suite('La mission est finie.', 'Les heures sont rendues.'),
      }),
      remettre: petitGeste<typeof remise, Lu, string>({
        droit: 'vivier.lire',
        champs: remise,
        faire: (tx, e) => remettreDossier(services, { ...e, tx }, e.lu.m, e.data),
        suite: suite('Votre dossier est remis.', 'Chaque ouverture se lira ici.'),
      }),
      demander: petitGeste<typeof rien, Lu, string>({
        droit: 'appels.tenir',
        champs: rien,
        faire: (tx, e) => demander({ ...e, tx }, e.lu.m),
        suite: (fait, lu) =>
          suite('Le dossier est demandé.', `La journée ${de(lu.m.nom)} le lui dit.`)(fait, lu),
      }),
      // Qui a changé de rôle reprend encore son accord : la porte ne connaît que la personne.
      reprendre: petitGeste<typeof laRemise, Lu, string>({
        droit: 'pole.lire',
        champs: laRemise,
        faire: (tx, e) => reprendreDossier({ ...e, tx }, e.data.remise),
        suite: (fait, lu) =>
          suite(
            'Votre accord est repris.',
            fait === 'garde'
              ? 'Ce qui a servi reste, pour l’audit de cette mission, jusqu’à son terme.'
              : 'Les pièces sont effacées.',
          )(fait, lu),
      }),
      ranger: petitGeste<typeof laRemise, Lu, string>({
        droit: 'registres.tenir',
        champs: laRemise,
        faire: async (tx, e) => {
          const r = e.lu.remises.find((x) => x.remise === e.data.remise)
          return r
            ? rangerDossier(services, prises, { ...e, tx }, e.lu.m, r)
            : ko(direRefusDuDossier('introuvable') as Refus)
        },
        suite: (fait, lu) => suite('Le dossier est rangé.', fait)(fait, lu),
      }),
      constater: petitGeste<typeof constat, Lu, string>({
        droit: 'vivier.lire',
        champs: constat,
        async faire(tx, e) {
          const dit = lireConstat(e.lu.m, e.data)
          return dit.ok ? constater({ ...e, tx }, e.lu.m, dit.value) : dit
        },
        suite: (fait, lu) => suite('Le constat est signé.', suites[fait])(fait, lu),
      }),
      redire: petitGeste<typeof rien, Lu, string>({
        droit: 'appels.tenir',
        champs: rien,
        faire: (tx, e) => redireLeSuivi({ ...e, tx }, e.lu.m),
        suite: suite('C’est redit.', 'L’autre coopérative lit les mêmes nombres.'),
      }),
      facturer: petitGeste<typeof rien, Lu, string>({
        droit: 'facturation.preparer',
        champs: rien,
        faire: (tx, e) => facturerMission({ ...e, tx }, e.lu.m),
        suite: (projet) => ({
          vers: projetUrl({ projet }),
          dit: { genre: 'fait', fort: 'La facture est préparée.', suite: 'Relisez-la, puis émettez-la.' },
        }),
      }),
    },
  })

/** La mission, ses gestes, et les octets de ses papiers à qui la lit. */
export const missionPage = (services: Services, prises: PrisesMutualisation) =>
  new Hono<Env>()
    .route('/', page(services, prises))
    .get(papierDeMissionUrl.modele, exigerDroit('vivier.lire'), (c) =>
      pourVisiteur(c, services.db, async (tx) => {
        const id = asId<'MissionAuDehors'>(c.req.param('mission')) as MissionId | undefined
        const quoi = /^(contrat|avenant)\.pdf$/.exec(c.req.param('papier'))?.[1] as Papier | undefined
        const lu = id && quoi && (await papierDeMission(tx, id, quoi))
        return lu ? pdfResponse(await services.storage.open(lu), `${lu.numero}.pdf`, 'inline') : notFound(c)
      }),
    )
