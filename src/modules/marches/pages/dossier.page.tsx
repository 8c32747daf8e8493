import type { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { adhesions, presentes } from '#modules/comptes/index.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Alert, ButtonLink, Facts, Form, Page, Section } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { ecritsDuDossier } from '../db/ecrits.ts'
import { accesDuGroupement, lecturesDuDossier } from '../db/groupements.ts'
import { nommeesDu } from '../db/interets.ts'
import type { Conseil } from '../domain/conseil.ts'
import { direReste, resteAvantLimite } from '../domain/echeance.ts'
import { dernier, tous } from '../domain/ecrits.ts'
import {
  type Clause,
  type ContenuDeConvention,
  clauses,
  type DossierLu,
  formes,
  membresPresents,
} from '../domain/groupement.ts'
import { cleDeLot, lotsDe } from '../domain/interet.ts'
import type { Issue } from '../domain/suite.ts'
import { demanderAvis, recopierAvis } from '../gestes/conseil.ts'
import { faireSigner } from '../gestes/convention.ts'
import {
  accorder,
  choisirForme,
  constituer,
  ecrireConvention,
  ecrireNecessite,
  inviter,
  proposer,
  quitter,
  reporter,
} from '../gestes/groupements.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { lireDossier } from '../lecture/lire-dossier.ts'
import { lireVeille } from '../lecture/lire-veille.ts'
import { quiSigne } from '../lecture/qui-signe.ts'
import {
  acheteurUrl,
  depotUrl,
  dossiersUrl,
  dossierUrl,
  marchesUrl,
  piecesUrl,
  prixUrl,
  suiteUrl,
} from '../liens.ts'
import { direTerme } from './commun.tsx'
import { Conseils } from './conseil-vue.tsx'
import {
  champsAccord,
  champsCompte,
  champsConvention,
  champsDemanderAvis,
  champsForme,
  champsMotif,
  champsNecessite,
  champsOrganisme,
  champsRecopierAvis,
  champsSignataire,
  rien,
} from './dossier.form.ts'
import {
  ChoixDeForme,
  Convention,
  Manques,
  Membres,
  Necessites,
  type Regard,
  type Revenu,
} from './dossier-vue.tsx'
import { Frise } from './frise-vue.tsx'
import { Lecteurs } from './lecteurs-vue.tsx'
import { Partir } from './partir-vue.tsx'
import { Regles } from './regles-vue.tsx'
import { Signatures } from './signatures-vue.tsx'

type Lu = Regard
/** La date limite que l’avis dit maintenant de ce lot, si elle n’est plus celle du dossier et n’est pas passée ; l’issue écrite, elle ne se reporte plus. */
const limitePubliee = async (tx: TenantTx, { g }: DossierLu, le: Date): Promise<Date | undefined> => {
  const a = (await lireVeille(tx, le)).avis.find((x) => x.lu.avis.idweb === g.idweb)
  const l = a && lotsDe(a.lu, a.rectificatifs).find((x) => cleDeLot(a.lu, x.id) === g.lot)
  const dite = l?.limite ? new Date(l.limite) : l && a?.limite
  return dite && dite > le && dite.getTime() !== g.limite.getTime() ? dite : undefined
}
const regarder = async (tx: TenantTx, d: DossierLu, moi: OrganismeId, le: Date): Promise<Lu> => {
  const acces = await accesDuGroupement(tx, d.g.id)
  const ecrits = await ecritsDuDossier(tx, d.g.id)
  const entres = new Set<string>(acces.map((a) => a.compte))
  const aujourdhui = jourLocal(le, ZONE_PAR_DEFAUT)
  const presents = presentes(await adhesions(tx), aujourdhui)
  return {
    d,
    moi,
    le,
    mandataire: d.g.mandataire === moi,
    compose: d.g.etat === 'tour-de-table' && d.g.limite > le,
    acces,
    lectures: await lecturesDuDossier(tx, d.g.id),
    ecrits,
    conseils: tous<Conseil>(ecrits, 'conseil'),
    publiee: dernier<Issue>(ecrits, 'issue') ? undefined : await limitePubliee(tx, d, le),
    signataires: await quiSigne(tx, presents, aujourdhui),
    collegues: presents
      .filter((a) => !entres.has(a.compte))
      .map((a) => ({ compte: a.compte, nom: `${a.prenom} ${a.nom}` })),
    aInviter: (await nommeesDu(tx, d.g.lot)).filter(
      (n) => !d.membres.some((m) => m.organisme === n.organisme),
    ),
  }
}

/** « 12,5 » en centièmes de pour cent ; rien si ce n’en est pas une. */
const lirePart = (t: string): number | undefined => {
  const lu = /^(\d{1,3})(?:[,.](\d{1,2}))?$/.exec(t.replace(/[\s%]/g, ''))
  return lu ? Number(lu[1]) * 100 + Number((lu[2] ?? '').padEnd(2, '0')) : undefined
}
const contenuDe = (
  d: DossierLu,
  data: z.output<typeof champsConvention>,
): ContenuDeConvention | undefined => {
  const textes = data as Readonly<Record<string, string>>
  const parts = membresPresents(d).map((m, i) => ({
    organisme: m.organisme,
    tient: textes[`tient${i}`] ?? '',
    points: lirePart(textes[`part${i}`] ?? ''),
  }))
  if (d.g.forme === null || parts.some((p) => p.points === undefined)) return undefined
  return {
    forme: d.g.forme,
    parts: parts.map((p) => ({ ...p, points: p.points ?? 0 })),
    clauses: Object.fromEntries(
      (Object.keys(clauses) as Clause[]).map((k) => [k, textes[k] ?? '']),
    ) as ContenuDeConvention['clauses'],
  }
}

const Report = ({ lu }: { lu: Lu }) =>
  lu.publiee === undefined ? null : (
    <>
      <Alert fort={`L’avis dit maintenant : ${direTerme(lu.publiee, lu.d.g.zone)}.`}>
        {lu.mandataire
          ? 'Reportez cette date limite au dossier.'
          : 'Le mandataire reporte cette date limite au dossier.'}
      </Alert>
      {lu.mandataire ? (
        <Form form={emptyForm()} action={`${dossierUrl({ groupement: lu.d.g.id })}/reporter`}>
          <Actions libelle="Reporter la date limite" genre="main" />
        </Form>
      ) : null}
    </>
  )

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { g } = lu.d
  return (
    <Page
      title={g.objet}
      path={[
        { libelle: 'Marchés', href: marchesUrl() },
        { libelle: 'Dossiers à plusieurs', href: dossiersUrl() },
      ]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['Acheteur', g.acheteur],
            ['Groupement', g.forme === null ? 'forme à choisir' : formes[g.forme].nom],
            ['Mandataire', lu.d.membres.find((m) => m.mandataire)?.nom ?? ''],
            ['Ferme', direTerme(g.limite, g.zone)],
            [
              'Où il en est',
              g.etat === 'constitue' && g.constitueLe
                ? `constitué le ${formaterDate(jourLocal(g.constitueLe, ZONE_PAR_DEFAUT))}`
                : 'tour de table',
            ],
          ]}
        />
      }
    >
      <Frise g={g} ecrits={lu.ecrits} le={lu.le} />
      <Section titre="Vous êtes seuls à lire ceci" id="seuls">
        <p>
          {lu.acces.filter((a) => a.retireLe === null).length === 1
            ? 'Une personne'
            : `${lu.acces.filter((a) => a.retireLe === null).length} personnes`}{' '}
          de{' '}
          {membresPresents(lu.d)
            .map((m) => m.nom)
            .join(', ')}
          . Ni le reste du pôle, ni l’Union régionale. S’il existe un autre dossier sur ce lot, vous n’en
          saurez rien, et lui rien de vous. Qui tient le serveur peut lire ce dossier : il n’est pas chiffré.
        </p>
      </Section>
      <Report lu={lu} />
      <Section
        titre="La réponse"
        id="reponse"
        sous={
          g.limite <= lu.le
            ? 'La date limite est passée.'
            : `Reste ${direReste(resteAvantLimite(g.limite, lu.le).minutes)}.`
        }
      >
        <p class="gestes-l">
          <ButtonLink href={piecesUrl({ groupement: g.id })}>Pièces</ButtonLink>{' '}
          <ButtonLink href={prixUrl({ groupement: g.id })}>Prix scellés</ButtonLink>{' '}
          <ButtonLink href={acheteurUrl({ groupement: g.id })}>Questions à l’acheteur</ButtonLink>{' '}
          <ButtonLink href={depotUrl({ groupement: g.id })}>Dépôt</ButtonLink>
          {g.etat === 'constitue' && g.limite <= lu.le ? (
            <>
              {' '}
              <ButtonLink href={suiteUrl({ groupement: g.id })}>La suite</ButtonLink>
            </>
          ) : null}
        </p>
      </Section>
      <Manques lu={lu} />
      <Conseils lu={lu} revenu={revenu} />
      <Membres lu={lu} />
      <Necessites lu={lu} revenu={revenu} />
      <ChoixDeForme lu={lu} revenu={revenu} />
      <Convention lu={lu} revenu={revenu} />
      <Signatures lu={lu} revenu={revenu} />
      <Lecteurs lu={lu} revenu={revenu} />
      <Regles jour={jourLocal(lu.le, g.zone)} />
      <Partir lu={lu} revenu={revenu} />
    </Page>
  )
}

const droit = 'marches.repondre' as const
const fait = (fort: string) => (_: unknown, lu: Lu) =>
  ({ vers: dossierUrl({ groupement: lu.d.g.id }), dit: { genre: 'fait', fort } }) as const
const auMandataire = (lu: Lu) => lu.mandataire || 'Le mandataire le fait.'

/** Un dossier à plusieurs : qui en est, pourquoi, sous quelle forme, à quelles clauses. */
export const dossierPage = (services: Pick<Services, 'keys' | 'config'>) =>
  pageEtGestes({
    lien: dossierUrl,
    droit,
    async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
      const moi = visiteur.organisme?.id
      const d = moi && (await lireDossier(tx, groupement))
      if (!d) return undefined
      await enNotant(tx, { d }, { le, ecrit })
      return regarder(tx, d, moi, le)
    },
    vue: (tx, lu, revenu) => enMontrant(tx, lu.d, { revenu, le: lu.le }, <Vue lu={lu} revenu={revenu} />),
    gestes: {
      forme: petitGeste<typeof champsForme, Lu, undefined>({
        champs: champsForme,
        droit,
        peut: auMandataire,
        faire: (tx, { lu, data }: Envoi<Lu, z.output<typeof champsForme>>) =>
          choisirForme(tx, lu.d, data.forme),
        suite: fait('La forme est choisie.'),
      }),
      necessite: petitGeste<typeof champsNecessite, Lu, undefined>({
        champs: champsNecessite,
        droit,
        faire: (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof champsNecessite>>) =>
          ecrireNecessite(
            tx,
            lu.d,
            { motifs: data.motifs, capableSeule: data.capable === 'oui', texte: data.texte },
            visiteur.personneId,
            le,
          ),
        suite: fait('Votre raison est écrite.'),
      }),
      convention: petitGeste<typeof champsConvention, Lu, undefined>({
        champs: champsConvention,
        droit,
        peut: auMandataire,
        faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsConvention>>) => {
          const contenu = contenuDe(lu.d, data)
          return contenu === undefined
            ? refuser(
                'part',
                'Choisissez la forme, puis écrivez chaque part ainsi : 12,5. Elles font cent pour cent.',
              )
            : ecrireConvention(tx, lu.d, lu.ecrits, contenu, le)
        },
        suite: fait('La convention est écrite ; l’accord de chaque membre est attendu.'),
      }),
      accord: petitGeste<typeof champsAccord, Lu, undefined>({
        champs: champsAccord,
        droit,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsAccord>>) =>
          accorder(tx, lu.d, Number(data.version), le),
        suite: fait('Votre accord est donné.'),
      }),
      signer: petitGeste<typeof champsSignataire, Lu, undefined>({
        champs: champsSignataire,
        droit,
        faire: (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof champsSignataire>>) =>
          faireSigner(tx, visiteur, lu, data.signataire, le),
        suite: fait('Le lien pour signer part par courriel.'),
      }),
      'demander-avis': petitGeste<typeof champsDemanderAvis, Lu, undefined>({
        champs: champsDemanderAvis,
        droit,
        faire: (tx, { lu, data, visiteur, cle, le }: Envoi<Lu, z.output<typeof champsDemanderAvis>>) =>
          demanderAvis(tx, services, lu, { cle, visiteur }, data, le),
        suite: fait('La demande d’avis part par courriel.'),
      }),
      'recopier-avis': petitGeste<typeof champsRecopierAvis, Lu, undefined>({
        champs: champsRecopierAvis,
        droit,
        faire: (tx, { lu, data: { avis, ...rendu }, le }: Envoi<Lu, z.output<typeof champsRecopierAvis>>) =>
          recopierAvis(
            tx,
            lu,
            lu.conseils.find((c) => c.cle === avis),
            rendu,
            le,
          ),
        suite: fait('L’avis est recopié ; chaque membre le lit.'),
      }),
      constituer: petitGeste<typeof rien, Lu, undefined>({
        champs: rien,
        droit,
        peut: auMandataire,
        faire: (tx, { lu, le }: Envoi<Lu, unknown>) => constituer(tx, lu.d, le),
        suite: fait('Le groupement est constitué.'),
      }),
      inviter: petitGeste<typeof champsOrganisme, Lu, undefined>({
        champs: champsOrganisme,
        droit,
        peut: auMandataire,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsOrganisme>>) =>
          inviter(tx, lu.d.g.id, data.organisme, le),
        suite: fait('Elle est invitée. Sa réponse, ou son silence, ne vous dit rien d’autre.'),
      }),
      acces: petitGeste<typeof champsCompte, Lu, undefined>({
        champs: champsCompte,
        droit,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsCompte>>) =>
          proposer(tx, lu.d.g.id, data.compte as PersonneId, le),
        suite: fait('L’accès lui est proposé : elle entre d’elle-même, à « Dossiers à plusieurs ».'),
      }),
      reporter: petitGeste<typeof rien, Lu, undefined>({
        champs: rien,
        droit,
        peut: auMandataire,
        faire: (tx, { lu, le }: Envoi<Lu, unknown>) => reporter(tx, lu.d.g.id, lu.publiee, le),
        suite: fait('La date limite est reportée.'),
      }),
      quitter: petitGeste<typeof champsMotif, Lu, string>({
        champs: champsMotif,
        droit,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsMotif>>) =>
          quitter(tx, lu.d.g.id, data.motif, le),
        suite: (dit) => ({
          vers: dossiersUrl(),
          dit: {
            genre: 'fait',
            fort:
              dit === 'abandonne' ? 'Le dossier est abandonné.' : 'Votre coopérative est sortie du dossier.',
          },
        }),
      }),
    },
  })
