// Long parce que la mission va de l’option au constat sur une seule page, chaque pas avec ce qu’il attend.
import { z } from 'zod'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { pageEtGestes, petitGeste, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import {
  Button,
  Definitions,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import { choix, duree, identifiant, montant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { nouvelleSessionUrl } from '#web/links.ts'
import { lireMissions, lireReponses, sessionsEntre } from '../db/appels.ts'
import { direJours, parts } from '../domain/appels.ts'
import { formes } from '../domain/formes/formes.ts'
import { motsDesPieces } from '../domain/formes/mots.ts'
import {
  type Attente,
  attentesDe,
  direRetrait,
  etatAu,
  etatsDeMission,
  joursDe,
  type Mission,
  type MissionId,
  minutesPrevues,
} from '../domain/missions.ts'
import {
  constater,
  empreinteDuContrat,
  etablirContrat,
  quitter,
  signerContrat,
  viser,
} from '../gestes/appels.ts'
import { planifierMission } from '../gestes/planifier-mission.ts'
import { appelUrl, missionsUrl, missionUrl, vivierUrl } from '../liens.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'
import { phraseVivier } from './vivier.page.tsx'

type Lu = {
  readonly m: Mission
  readonly le: Date
  readonly attend: readonly Attente[]
  /** Qui d’autre a répondu à l’appel, sans être écarté : de quoi remplacer. */
  readonly autres: number
  /** Les sessions d’ici qui tombent dans ses heures ; à qui reçoit et planifie. */
  readonly sessions: readonly { readonly id: SessionId; readonly dit: string }[]
  /** La personne, qui n’est pas de la direction, ne vise pas pour sa coopérative. */
  readonly visePourElle: boolean
}
const avis = z.object({
  qui: choix(['personne', 'coop']),
  oui: choix(['oui', 'non']),
  motif: texte({ max: 500 }),
})
const signature = z.object({ lu: texte({ min: 64, max: 64 }) })
const fin = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : l’autre coopérative lira votre phrase.' }),
})
const constat = z.object({
  duree: duree({ vide: 'Écrivez la durée.' }),
  montant: montant({ vide: 'Écrivez le montant ; 0 si rien n’est dû.' }),
})
const plan = z.object({ session: identifiant((t) => asId<'Session'>(t) as SessionId | undefined) })
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
      titre="Les deux visas"
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
      </ul>
    </Section>
  )
}

const Contrat = ({ lu: { m, attend } }: { lu: Lu }) => {
  const ici = missionUrl({ mission: m.mission })
  const forme = formes.find((f) => f.code === m.forme)
  const aSigner = attend.includes(m.moi === 'recoit' ? 'signature-recoit' : 'signature-envoie')
  return (
    <Section titre="Le contrat" id="contrat" sous={forme?.nom}>
      {m.contrat === null ? (
        attend.includes('contrat') && m.moi === 'recoit' && peutSuivre('appels.tenir') ? (
          <>
            <p>Les deux visas sont là. Le contrat s’écrit de ce que l’appel et la réponse disent.</p>
            <Bouton vers={`${ici}/etablir`} genre="call">
              Établir le contrat
            </Bouton>
          </>
        ) : (
          <p>
            {attend.includes('contrat')
              ? `${m.receveur} l’établit.`
              : 'Il s’établit quand les deux visas sont là.'}{' '}
            Pièces à produire : {(forme?.pieces ?? []).map((p) => motsDesPieces[p] ?? p).join(', ')}.
          </p>
        )
      ) : (
        <>
          <details class="volet" open={aSigner}>
            <summary>Lire le contrat</summary>
            {m.contrat.split('\n').map((p) => (
              <p>{p}</p>
            ))}
          </details>
          <Definitions
            lignes={[
              [m.receveur, m.signeRecoitLe ? dit(m.signeRecoitLe, m.signeRecoitPar) : 'signature attendue'],
              [m.envoyeur, m.signeEnvoieLe ? dit(m.signeEnvoieLe, m.signeEnvoiePar) : 'signature attendue'],
            ]}
          />
          {aSigner && peutSuivre('documents.signer') ? (
            <Bouton vers={`${ici}/signer`} cache={{ lu: empreinteDuContrat(m.contrat) }} genre="call">
              J’ai lu, je signe pour {m.moi === 'recoit' ? m.receveur : m.envoyeur}
            </Bouton>
          ) : null}
        </>
      )}
    </Section>
  )
}

const Planifier = ({ lu: { m, sessions }, revenu }: { lu: Lu; revenu: Revenu }) => {
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
          Aucune de vos sessions ne tombe dans ses heures : <a href={nouvelleSessionUrl()}>planifiez-la</a>,
          puis revenez.
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
    </Section>
  )
}

const Constat = ({ lu: { m, attend }, revenu }: { lu: Lu; revenu: Revenu }) => {
  const ici = missionUrl({ mission: m.mission })
  const nous = m.moi === 'recoit' ? m.constatRecoitLe : m.constatEnvoieLe
  const peut =
    attend.some((x) => x === 'constat-recoit' || x === 'constat-envoie') &&
    (m.moi === 'recoit' ? peutSuivre('appels.tenir') : peutSuivre('pieces.viser'))
  const form = (
    revenu?.geste === 'constater'
      ? revenu.form
      : emptyForm(undefined, {
          duree: formaterDuree(m.faitMinutes ?? minutesPrevues(m)),
          montant: ((m.faitCentimes ?? m.prix) / 100).toFixed(2).replace('.', ','),
        })
  ) as FormOf<typeof constat>
  if (m.etat !== 'faite' && !peut && m.faitMinutes === null) return null
  return (
    <Section
      titre="Ce qui eut lieu"
      id="constat"
      sous="Quand les deux coopératives disent la même durée et le même montant, le constat vaut."
    >
      {m.faitMinutes === null ? null : (
        <Definitions
          lignes={[
            ['Fait', `${formaterDuree(m.faitMinutes)}, ${euros(m.faitCentimes ?? 0)} hors taxes`],
            [m.receveur, m.constatRecoitLe ? dit(m.constatRecoitLe, null) : 'à dire'],
            [m.envoyeur, m.constatEnvoieLe ? dit(m.constatEnvoieLe, null) : 'à dire'],
          ]}
        />
      )}
      {peut ? (
        <Form form={form} action={`${ici}/constater`} classe="court">
          <p>
            {nous
              ? 'Vous l’avez dit ; l’autre coopérative le dit à son tour. Le changer lui redemande.'
              : m.faitMinutes === null
                ? 'Dites ce qui eut lieu, d’après la feuille de présence.'
                : 'L’autre coopérative l’a dit : gardez ses chiffres pour être d’accord, ou écrivez les vôtres.'}
          </p>
          <Field form={form} name="duree" label="Durée" hint="14 h" />
          <Field form={form} name="montant" label="Dû, hors taxes" inputmode="decimal" unite="€" />
          <p class="gestes-l">
            <Button genre="call">Signer le constat</Button>
          </p>
        </Form>
      ) : null}
      {m.etat === 'faite' ? (
        <p class="note">
          La facture, ou le décompte d’un prêt, se fait du côté de {m.envoyeur}. Si les deux ont ouvert leur
          compte courant dans ce pôle, l’écriture hors taxes y est, ou y attend leur accord.
        </p>
      ) : null}
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
        { libelle: 'Vivier', href: vivierUrl() },
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
          ]}
        />
      }
    >
      {maintenant === 'demandee' || maintenant === 'option' ? (
        <p class="lede">
          {maintenant === 'option'
            ? `Ces heures sont en option pour tout le pôle, sans votre nom. L’option tombe le ${formaterInstant(m.expireLe)} s’il manque un visa ou une signature.`
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
      {finie ? null : <Visas lu={lu} revenu={revenu} />}
      {finie && m.contrat === null ? null : <Contrat lu={lu} />}
      <Planifier lu={lu} revenu={revenu} />
      <Constat lu={lu} revenu={revenu} />
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
  constatee: 'L’autre coopérative le dit à son tour.',
  'faite-comptee': 'Le constat vaut ; l’écriture est au compte courant.',
  'faite-plafond':
    'Le constat vaut ; un plafond du compte courant serait dépassé : l’écriture attend d’y être accordée.',
  'faite-sans-compte':
    'Le constat vaut. Les deux n’ont pas de compte courant ouvert ici, ou rien n’est dû : la pièce suffit.',
}

export const missionPage = pageEtGestes({
  lien: missionUrl,
  droit: 'vivier.lire',
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
    return {
      m,
      le,
      attend: attentesDe(m, le),
      autres: autres.length,
      sessions:
        m.etat === 'ferme' && m.moi === 'recoit' && peutVisiteur(visiteur, 'sessions.planifier')
          ? await sessionsEntre(tx, m.creneaux[0]?.[0] ?? '', m.creneaux.at(-1)?.[1] ?? '')
          : [],
      visePourElle: peutVisiteur(visiteur, 'documents.signer'),
    }
  },
  peut: (_lu, { visiteur }) => peutVisiteur(visiteur, 'vivier.lire') || phraseVivier,
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    viser: petitGeste<typeof avis, Lu, string>({
      droit: 'vivier.lire',
      champs: avis,
      faire: (tx, e) =>
        viser({ ...e, tx }, e.lu.m, e.data.qui, { oui: e.data.oui === 'oui', motif: e.data.motif }),
      suite: suite('C’est dit.'),
    }),
    etablir: petitGeste<typeof rien, Lu, string>({
      droit: 'appels.tenir',
      champs: rien,
      faire: (tx, e) => etablirContrat({ ...e, tx }, e.lu.m),
      suite: suite('Le contrat est établi.', 'Les deux directions le lisent et le signent.'),
    }),
    signer: petitGeste<typeof signature, Lu, string>({
      droit: 'documents.signer',
      champs: signature,
      faire: (tx, e) => signerContrat({ ...e, tx }, e.lu.m, e.data.lu),
      suite: (fait, lu) =>
        suite(
          'Le contrat est signé.',
          fait === 'ferme-signee' ? 'La mission est ferme.' : 'L’autre direction le signe à son tour.',
        )(fait, lu),
    }),
    planifier: petitGeste<typeof plan, Lu, number>({
      droit: 'sessions.planifier',
      champs: plan,
      faire: (tx, e) => planifierMission({ ...e, tx }, e.lu.m, e.data.session),
      suite: (n, { m }) => ({
        vers: missionUrl({ mission: m.mission }),
        dit: {
          genre: 'fait',
          fort: `${compter(n, 'demi-journée confiée', { pluriel: 'demi-journées confiées' })}.`,
          suite: 'La session le montre, et son bilan les compte.',
        },
      }),
    }),
    quitter: petitGeste<typeof fin, Lu, string>({
      droit: 'vivier.lire',
      champs: fin,
      faire: (tx, e) => quitter({ ...e, tx }, e.lu.m, e.data.motif),
      suite: suite('La mission est finie.', 'Les heures sont rendues.'),
    }),
    constater: petitGeste<typeof constat, Lu, string>({
      droit: 'vivier.lire',
      champs: constat,
      faire: (tx, e) => constater({ ...e, tx }, e.lu.m, e.data.duree, e.data.montant),
      suite: (fait, lu) => suite('Le constat est signé.', suites[fait])(fait, lu),
    }),
  },
})
