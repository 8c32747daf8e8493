import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import { nommerSessions, sessionUrl } from '#modules/sessions/index.ts'
import { type Intervenant, intervenants, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, Definitions, Field, Form, Page, Section, SelectField, TextArea } from '#web/components.tsx'
import { entier, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { lireMission, rectificationsDe } from '../db/missions.ts'
import {
  direCle,
  direConstat,
  type EtatMission,
  type MissionId,
  type MissionLue,
  nomDuCote,
  resteACorriger,
} from '../domain/missions.ts'
import { constaterMission, menerMission, rectifierMission } from '../gestes/missions.ts'
import { missionsUrl, missionUrl } from '../liens.ts'
import { champFaux, heuresTenues, montantDu } from './champs.ts'
import { direDates, EtatDeMission } from './missions-commun.tsx'

const rien = z.object({})
const accord = z.object({ intervenant: facultatif(identifiant((t) => asId<'Tiers'>(t))) })
const pourquoi = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : l’autre enseigne lira votre phrase.' }),
})
const constat = z.object({
  heures: heuresTenues(),
  demiJournees: facultatif(entier({ min: 1, max: 2000 })),
  base: facultatif(montantDu()),
})
const rectification = z.object({
  montant: montantDu('Écrivez ce qui est rendu.'),
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : l’autre enseigne lira votre phrase.' }),
})

type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const formDe = <S extends z.ZodType>(revenu: Revenu, nom: string): FormOf<S> =>
  (revenu?.geste === nom ? revenu.form : emptyForm()) as FormOf<S>

const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))
/** L’état où mène un geste, et ce qu’il en est avant : la même flèche a deux sens (« accordée » : répondre, ou contester un constat). */
const peutAller = (m: MissionLue, vers: EtatMission, de?: EtatMission) =>
  m.pas.includes(vers) && (de === undefined || m.etat === de)

const Motif = ({ ici, nom, titre, revenu }: { ici: string; nom: string; titre: string; revenu: Revenu }) => {
  const form = formDe<typeof pourquoi>(revenu, nom)
  return (
    <details class="volet" open={revenu?.geste === nom}>
      <summary>{titre}</summary>
      <Form form={form} action={`${ici}/${nom}`} classe="court">
        <TextArea form={form} name="motif" label="Pourquoi" rows={2} />
        <p class="gestes-l">
          <Button genre="grave">{titre}</Button>
        </p>
      </Form>
    </details>
  )
}

const Gestes = ({
  m,
  gens,
  reste,
  revenu,
}: {
  m: MissionLue
  gens: readonly Intervenant[]
  reste: number
  revenu: Revenu
}) => {
  const ici = missionUrl({ mission: m.id })
  const repond = peutAller(m, 'accordee', 'demandee')
  const pourVendre = repond && m.genre === 'mission' && m.cote === 'acheteuse'
  return (
    <>
      {repond ? (
        <Section titre="Répondre" id="repondre">
          <Form form={formDe<typeof accord>(revenu, 'accorder')} action={`${ici}/accorder`} classe="court">
            {pourVendre && gens.length > 0 ? (
              <SelectField
                form={formDe<typeof accord>(revenu, 'accorder')}
                name="intervenant"
                label="Qui interviendra"
                vide="pas encore dit"
                optional
                options={gens.map((g) => ({ value: g.personne, label: `${g.prenom} ${g.nom}` }))}
              />
            ) : null}
            <p class="gestes-l">
              <Button genre="main">
                {m.genre === 'rectification' ? 'Accorder la rectification' : 'Accorder'}
              </Button>
            </p>
          </Form>
          <Motif ici={ici} nom="refuser" titre="Refuser" revenu={revenu} />
        </Section>
      ) : null}
      {peutAller(m, 'constatee') ? (
        <Section titre="Constater" id="constater">
          <Form form={formDe<typeof constat>(revenu, 'constater')} action={`${ici}/constater`} classe="court">
            <p>
              Ce qui a été tenu, d’après vous. L’autre enseigne le confirme, ou vous dit ce qui ne va pas.
            </p>
            <Field
              form={formDe<typeof constat>(revenu, 'constater')}
              name="heures"
              label="Heures tenues"
              hint="7 h"
            />
            {m.cle === 'jours' ? (
              <Field
                form={formDe<typeof constat>(revenu, 'constater')}
                name="demiJournees"
                label="Demi-journées tenues"
                inputmode="numeric"
              />
            ) : null}
            {m.cle === 'pourcent' ? (
              <Field
                form={formDe<typeof constat>(revenu, 'constater')}
                name="base"
                label="Montant dont on prend une part, hors taxes"
                inputmode="decimal"
                unite="€"
              />
            ) : null}
            <p class="gestes-l">
              <Button genre="main">Constater</Button>
            </p>
          </Form>
        </Section>
      ) : null}
      {peutAller(m, 'confirmee') ? (
        <Section titre="Confirmer" id="confirmer">
          <Form form={emptyForm()} action={`${ici}/confirmer`} classe="court">
            <p>
              {nomDuCote(m, m.constatCote ?? 'acheteuse')} constate {direConstat(m)} :{' '}
              <strong>{formaterMontant(centimes(m.montant ?? 0))}</strong> hors taxes, que {m.nomAcheteuse}{' '}
              donne à {m.nomVendeuse}.
            </p>
            <p class="gestes-l">
              <Button genre="main">Confirmer</Button>
            </p>
          </Form>
          <Motif ici={ici} nom="contester" titre="Contester ce constat" revenu={revenu} />
        </Section>
      ) : null}
      {m.etat === 'confirmee' &&
      m.genre === 'mission' &&
      reste > 0 &&
      m.miens.length > 0 &&
      peutSuivre('missions.tenir') ? (
        <details class="volet" open={revenu?.geste === 'rectifier'}>
          <summary>Rectifier ce bon</summary>
          <Form
            form={formDe<typeof rectification>(revenu, 'rectifier')}
            action={`${ici}/rectifier`}
            classe="court"
          >
            <p>
              {m.nomVendeuse} rend à {m.nomAcheteuse} : un bon à rebours, que l’autre enseigne accorde. Il en
              reste {formaterMontant(centimes(reste))}.
            </p>
            <Field
              form={formDe<typeof rectification>(revenu, 'rectifier')}
              name="montant"
              label="Ce qui est rendu, hors taxes"
              inputmode="decimal"
              unite="€"
            />
            <TextArea
              form={formDe<typeof rectification>(revenu, 'rectifier')}
              name="motif"
              label="Pourquoi"
              rows={2}
            />
            <p class="gestes-l">
              <Button>Demander la rectification</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {peutAller(m, 'retiree') ? (
        <Form form={emptyForm()} action={`${ici}/retirer`} classe="court">
          <p class="gestes-l">
            <Button>Retirer la demande</Button>
          </p>
        </Form>
      ) : null}
      {peutAller(m, 'annulee') ? (
        <Motif
          ici={ici}
          nom="annuler"
          titre={m.genre === 'cadre' ? 'Mettre fin à ce cadre' : 'Annuler la mission'}
          revenu={revenu}
        />
      ) : null}
    </>
  )
}

/** Qui peut intervenir : les intervenants de l’enseigne qui les envoie, et d’aucune autre. */
const intervenantsDe = async (tx: TenantTx, m: MissionLue): Promise<readonly Intervenant[]> =>
  (await intervenants(tx)).filter((g) => g.activite === m.vendeuse)

const vue = async (tx: TenantTx, m: MissionLue, revenu: Revenu) => {
  const session = m.session ? (await nommerSessions(tx, [m.session])).get(m.session) : undefined
  const gens = m.pas.includes('accordee') && m.etat === 'demandee' ? await intervenantsDe(tx, m) : []
  const reste = m.etat === 'confirmee' ? resteACorriger(m.montant ?? 0, await rectificationsDe(tx, m.id)) : 0
  return (
    <Page
      title={m.objet}
      lede={
        m.genre === 'cadre'
          ? 'Un cadre : sous lui, une mission est accordée dès qu’elle est demandée.'
          : m.genre === 'rectification'
            ? 'Un bon à rebours : il corrige un bon confirmé, sans l’effacer.'
            : 'Une mission entre enseignes : une écriture de chaque côté, ni TVA, ni contribution, rien au BPF.'
      }
      path={[{ libelle: 'Entre enseignes', href: missionsUrl() }]}
      alert={revenu?.form.alert}
    >
      <Definitions
        lignes={[
          ['Où elle en est', <EtatDeMission m={m} />],
          ['Intervient', `${m.nomVendeuse}${m.intervenant ? `, ${m.intervenant}` : ''}`],
          ['Pour', m.nomAcheteuse],
          ['Quand', direDates(m)],
          ['Clé de partage', direCle(m)],
          ...(session && m.session
            ? ([['Session', <a href={sessionUrl({ session: m.session })}>{session}</a>]] as const)
            : []),
          ['Demandée', `par ${nomDuCote(m, m.cote)}, le ${jourDe(m.demandeeLe)}`],
          ...(m.cadre
            ? ([['Accord', <a href={missionUrl({ mission: m.cadre })}>celui du cadre convenu</a>]] as const)
            : []),
          ...(m.reponduLe ? ([['Réponse', `le ${jourDe(m.reponduLe)}`]] as const) : []),
          ...(m.constateeLe && m.constatCote
            ? ([
                [
                  'Constat',
                  `${direConstat(m)}, par ${nomDuCote(m, m.constatCote)}, le ${jourDe(m.constateeLe)}`,
                ],
              ] as const)
            : []),
          ...(m.confirmeeLe ? ([['Confirmée', `le ${jourDe(m.confirmeeLe)}`]] as const) : []),
          ...(m.montant === null
            ? []
            : ([['Montant hors taxes', formaterMontant(centimes(m.montant))]] as const)),
          ...(m.motif ? ([['Motif', m.motif]] as const) : []),
          ...(m.corrige
            ? ([['Corrige', <a href={missionUrl({ mission: m.corrige })}>ce bon</a>]] as const)
            : []),
        ]}
      />
      <Gestes m={m} gens={gens} reste={reste} revenu={revenu} />
    </Page>
  )
}

const ici = (m: MissionLue) => missionUrl({ mission: m.id })
const fait = (fort: string, suite?: string) => (_: unknown, m: MissionLue) => ({
  vers: ici(m),
  dit: { genre: 'fait' as const, fort, ...(suite ? { suite } : {}) },
})
const mene =
  (vers: EtatMission) =>
  (tx: TenantTx, { lu, le, data }: Envoi<MissionLue, { readonly motif?: string }>) =>
    menerMission(tx, lu, vers, le, data.motif ? { motif: data.motif.trim() } : {})

/** Une mission : la lire, y répondre, constater, confirmer, contester, rectifier, retirer, annuler. */
export const missionPage = pageEtGestes({
  lien: missionUrl,
  droit: 'activites.lire',
  lire: async (tx, { mission }, { visiteur, le }) => {
    const id = asId<'Mission'>(mission)
    return id && visiteur.cae ? lireMission(tx, id, le) : undefined
  },
  vue,
  gestes: {
    accorder: petitGeste<typeof accord, MissionLue, EtatMission>({
      droit: 'missions.tenir',
      champs: accord,
      faire: async (tx, { lu, data, le }: Envoi<MissionLue, z.output<typeof accord>>) => {
        const intervenant = (data.intervenant ?? null) as TiersId | null
        if (intervenant && !(await intervenantsDe(tx, lu)).some((g) => g.personne === intervenant))
          return champFaux('intervenant', 'Choisissez une personne de l’enseigne qui intervient.')
        return menerMission(tx, lu, 'accordee', le, { intervenant })
      },
      suite: fait('C’est accordé.', 'L’autre enseigne le voit.'),
    }),
    refuser: petitGeste({
      droit: 'missions.tenir',
      champs: pourquoi,
      faire: mene('refusee'),
      suite: fait('La demande est refusée.'),
    }),
    retirer: petitGeste({
      droit: 'missions.tenir',
      champs: rien,
      faire: mene('retiree'),
      suite: fait('La demande est retirée.'),
    }),
    annuler: petitGeste({
      droit: 'missions.tenir',
      champs: pourquoi,
      faire: mene('annulee'),
      suite: fait('C’est annulé.'),
    }),
    constater: petitGeste<typeof constat, MissionLue, EtatMission>({
      droit: 'missions.tenir',
      champs: constat,
      faire: (tx, { lu, data, le }: Envoi<MissionLue, z.output<typeof constat>>) =>
        constaterMission(
          tx,
          lu,
          { minutes: data.heures, demiJournees: data.demiJournees ?? null, base: data.base ?? null },
          le,
        ),
      suite: fait('Le constat est posé.', 'L’autre enseigne le confirme, ou vous dit ce qui ne va pas.'),
    }),
    confirmer: petitGeste({
      droit: 'missions.tenir',
      champs: rien,
      faire: mene('confirmee'),
      suite: fait('C’est confirmé.', 'L’écriture compte, des deux côtés.'),
    }),
    contester: petitGeste({
      droit: 'missions.tenir',
      champs: pourquoi,
      faire: mene('accordee'),
      suite: fait('Le constat est contesté.', 'Il se refait.'),
    }),
    rectifier: petitGeste({
      droit: 'missions.tenir',
      champs: rectification,
      faire: (tx, { lu, data, le, visiteur, cle }: Envoi<MissionLue, z.output<typeof rectification>>) =>
        rectifierMission(tx, visiteur, lu, { ...data, id: cle as MissionId }, le),
      suite: (mission) => ({
        vers: missionUrl({ mission }),
        dit: {
          genre: 'fait' as const,
          fort: 'La rectification est demandée.',
          suite: 'L’autre enseigne l’accorde.',
        },
      }),
    }),
  },
})
