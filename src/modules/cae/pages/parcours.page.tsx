import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { compter, majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { type Envoi, pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import {
  Button,
  Definitions,
  Field,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { choix, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { avisDe, etapesDe, lireComite, lireParcours, listerHabilitations } from '../db/habilitations.ts'
import {
  avisPossibles,
  depouiller,
  etatDHabilitation,
  genresDEtape,
  type HabilitationLue,
  motAvis,
  motEtape,
  type ParcoursLu,
  refusDuComite,
} from '../domain/habilitations.ts'
import {
  abandonner,
  decider,
  noterEtape,
  rendre,
  revoir,
  sePrononcer,
  suspendre,
} from '../gestes/habilitations.ts'
import { habilitationsUrl, parcoursUrl } from '../liens.ts'
import { direPour, TableDHabilitations } from './habilitations.page.tsx'

const rien = z.object({})
const etape = z.object({
  genre: choix(genresDEtape),
  faiteLe: date({ vide: 'Écrivez le jour.' }),
  note: texte({ min: 3, max: 1000, vide: 'Écrivez ce qui a été vu ou fait.' }),
})
const revue = z.object({
  faiteLe: date({ vide: 'Écrivez le jour.' }),
  note: texte({
    min: 20,
    max: 1000,
    vide: 'Dites en vingt signes au moins ce que la revue a vu : elle reste au dossier.',
    court: 'Dites en vingt signes au moins ce que la revue a vu : elle reste au dossier.',
  }),
})
const avis = z.object({
  avis: choix(avisPossibles),
  motif: texte({ min: 3, max: 1000, vide: 'Dites pourquoi : l’avis se verse au dossier.' }),
})
const decision = z.object({
  decision: texte({ min: 20, max: 2000, vide: 'Écrivez l’avis du comité, en vingt signes au moins.' }),
  conditions: texte({ max: 1000 }),
})
const motif = z.object({ motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi.' }) })

type Lu = ParcoursLu & { readonly habilitation: HabilitationLue | undefined }
type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const formDe = <S extends z.ZodType>(revenu: Revenu, nom: string, depart = {}): FormOf<S> =>
  (revenu?.geste === nom ? revenu.form : emptyForm(undefined, depart)) as FormOf<S>

const etats = { ouvert: 'ouvert', habilite: 'habilité·e', refuse: 'refusé', abandonne: 'abandonné' } as const
const nomDe = (membres: readonly Adhesion[], compte: string) => {
  const m = membres.find((x) => x.compte === compte)
  return m ? `${m.prenom} ${m.nom}`.trim() || m.courriel : 'un membre'
}

/** Qui anime abandonne sa demande ; qui suit tous les dossiers, celle d’une autre personne. */
const peutAbandonner = (visiteur: Visiteur, p: Lu): boolean =>
  peutVisiteur(visiteur, 'habilitations.suivre', { estSien: p.compte === visiteur.personneId })

const vue = async (
  tx: TenantTx,
  p: Lu,
  revenu: Revenu,
  { visiteur, le }: { visiteur: Visiteur; le: Date },
) => {
  const [etapes, donnes, comite, membres] = [
    await etapesDe(tx, p.id),
    await avisDe(tx, p.id),
    await lireComite(tx),
    await adhesions(tx),
  ]
  const ici = parcoursUrl({ parcours: p.id })
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const tient = peutVisiteur(visiteur, 'habilitations.tenir')
  const siege = ['permis', 'conflit', 'retire'].includes(p.permis)
  const ditDeja = donnes.some((a) => a.compte === visiteur.personneId)
  const d = depouiller(donnes)
  const sienne = p.compte === visiteur.personneId
  const [f1, f2, f3, f4] = [
    formDe<typeof etape>(revenu, 'etape', { faiteLe: formaterDate(jour, 'chiffres') }),
    formDe<typeof avis>(revenu, 'avis', { avis: p.permis === 'conflit' ? 'se-retire' : '' }),
    formDe<typeof decision>(revenu, 'decider'),
    formDe<typeof revue>(revenu, 'revue', { faiteLe: formaterDate(jour, 'chiffres') }),
  ]
  return (
    <Page
      title={p.nom || 'Une personne'}
      lede={`${direPour(p)}. ${p.enseigne}.`}
      path={[{ libelle: 'Habilitations', href: habilitationsUrl() }]}
      alert={revenu?.form.alert}
    >
      <Definitions
        lignes={[
          ['Demandée le', formaterDate(jourLocal(p.demandeLe, ZONE_PAR_DEFAUT))],
          ['Où elle en est', etats[p.etat]],
          ...(p.motivation ? ([['Pourquoi', p.motivation]] as const) : []),
          ...(p.decision
            ? ([
                ['Avis du comité', p.decision],
                ['Décidé le', p.decideLe ? formaterDate(jourLocal(p.decideLe, ZONE_PAR_DEFAUT)) : ''],
              ] as const)
            : []),
        ]}
      />
      {p.habilitation ? (
        <Section titre="Habilitation" id="habilitation">
          <TableDHabilitations lignes={[p.habilitation]} jour={jour} />
          {p.habilitation.suspension ? <p>Suspendue : {p.habilitation.suspension}</p> : null}
          {tient && p.habilitation.suspendueLe && p.habilitation.au < jour ? (
            <p>{refusDuComite('echue').phrase}</p>
          ) : tient && p.habilitation.suspendueLe ? (
            <Form form={emptyForm()} action={`${ici}/rendre`} classe="court">
              <p class="gestes-l">
                <Button>Rendre l’habilitation</Button>
              </p>
            </Form>
          ) : null}
          {tient && !sienne && etatDHabilitation(p.habilitation, jour) === 'bientot' ? (
            <details class="volet" open={revenu?.geste === 'revue'}>
              <summary>Faire la revue annuelle, et prolonger</summary>
              <Form form={f4} action={`${ici}/revue`} classe="court">
                <p>
                  Elle prolonge l’habilitation telle qu’elle est. Pour une autre nature ou un autre rôle,
                  demandez-la de nouveau : le comité en décide.
                </p>
                <Field form={f4} name="faiteLe" label="Faite le" inputmode="numeric" hint="22/03/2027" />
                <TextArea form={f4} name="note" label="Ce que la revue a vu" rows={3} />
                <p class="gestes-l">
                  <Button genre="call">Prolonger l’habilitation</Button>
                </p>
              </Form>
            </details>
          ) : null}
          {tient && !p.habilitation.suspendueLe ? (
            <details class="volet" open={revenu?.geste === 'suspendre'}>
              <summary>Suspendre l’habilitation</summary>
              <Form
                form={formDe<typeof motif>(revenu, 'suspendre')}
                action={`${ici}/suspendre`}
                classe="court"
              >
                <TextArea
                  form={formDe<typeof motif>(revenu, 'suspendre')}
                  name="motif"
                  label="Pourquoi"
                  rows={2}
                />
                <p class="gestes-l">
                  <Button genre="grave">Suspendre</Button>
                </p>
              </Form>
            </details>
          ) : null}
        </Section>
      ) : null}
      <Section titre="Parcours" id="parcours">
        {etapes.length === 0 ? (
          <p>Aucune étape n’est notée.</p>
        ) : (
          <Table
            legende="Étapes du parcours"
            lignes={etapes}
            colonnes={[
              { titre: 'Étape', entete: true, cell: (e) => motEtape[e.genre] },
              { titre: 'Le', cell: (e) => formaterDate(e.faiteLe) },
              { titre: 'Ce qui a été vu', cell: (e) => e.note },
            ]}
          />
        )}
        {tient && (p.etat === 'ouvert' || p.etat === 'habilite') ? (
          <details class="volet" open={revenu?.geste === 'etape'}>
            <summary>Noter une étape</summary>
            <Form form={f1} action={`${ici}/etape`} classe="court">
              <SelectField
                form={f1}
                name="genre"
                label="Étape"
                vide="choisir"
                options={genresDEtape.map((value) => ({ value, label: motEtape[value] }))}
              />
              <Field form={f1} name="faiteLe" label="Le" inputmode="numeric" hint="22/03/2027" />
              <TextArea form={f1} name="note" label="Ce qui a été vu ou fait" rows={3} />
              <p class="gestes-l">
                <Button>Noter l’étape</Button>
              </p>
            </Form>
          </details>
        ) : null}
      </Section>
      {donnes.length > 0 || siege ? (
        <Section
          titre="Comité"
          id="comite"
          sous={
            comite
              ? `${compter(d.exprimes, 'avis', { pluriel: 'avis' })} sur ${comite.quorum} nécessaires.`
              : 'La direction règle d’abord le comité.'
          }
        >
          {donnes.length > 0 ? (
            <Table
              legende="Avis du comité"
              lignes={donnes}
              colonnes={[
                { titre: 'Membre', entete: true, cell: (a) => nomDe(membres, a.compte) },
                { titre: 'Avis', cell: (a) => majuscule(motAvis[a.avis]) },
                { titre: 'Pourquoi', cell: (a) => a.motif },
              ]}
            />
          ) : null}
          {siege && !ditDeja ? (
            <Form form={f2} action={`${ici}/avis`} classe="court">
              {p.permis === 'conflit' ? <p>{refusDuComite('conflit').phrase}</p> : null}
              <RadioGroup
                form={f2}
                name="avis"
                label="Votre avis"
                options={avisPossibles
                  .filter((a) => p.permis === 'permis' || a === 'se-retire')
                  .map((value) => ({ value, label: majuscule(motAvis[value]) }))}
              />
              <TextArea form={f2} name="motif" label="Pourquoi" rows={3} />
              <p class="gestes-l">
                <Button genre="main">Donner cet avis</Button>
              </p>
            </Form>
          ) : null}
          {p.permis === 'permis' && comite && d.exprimes >= comite.quorum ? (
            <Form form={f3} action={`${ici}/decider`} classe="court">
              <p>
                {d.pour} pour, {d.sousConditions} sous conditions, {d.contre} contre,{' '}
                {compter(d.retires, 'retrait')}.
              </p>
              <TextArea form={f3} name="decision" label="Avis motivé du comité" rows={4} />
              <TextArea form={f3} name="conditions" label="Conditions" rows={2} optional />
              <p class="gestes-l">
                <Button genre="main">Rendre la décision du comité</Button>
              </p>
            </Form>
          ) : null}
        </Section>
      ) : null}
      {p.etat === 'ouvert' && peutAbandonner(visiteur, p) ? (
        <Form form={emptyForm()} action={`${ici}/abandonner`} classe="court">
          <p class="gestes-l">
            <Button>Abandonner la demande</Button>
          </p>
        </Form>
      ) : null}
    </Page>
  )
}

const vers = (fort: string, suite?: string) => (_: unknown, p: Lu) => ({
  vers: parcoursUrl({ parcours: p.id }),
  dit: { genre: 'fait' as const, fort, ...(suite ? { suite } : {}) },
})

/** Un double envoi retombe sur la même étape ; le même formulaire, corrigé après coup, en note une autre. */
const etapeDe = (p: Lu, cle: string, data: object) => derive<'Etape'>(cle, JSON.stringify([p.id, data]), 0)

/** Un dossier d’habilitation : ses étapes, les avis, la décision, la suspension. */
export const parcoursPage = pageEtGestes({
  lien: parcoursUrl,
  droit: 'habilitations.lire',
  async lire(tx, { parcours }, { visiteur }): Promise<Lu | undefined> {
    const id = asId<'Parcours'>(parcours)
    const lu = id && visiteur.cae ? await lireParcours(tx, id) : undefined
    return lu && { ...lu, habilitation: (await listerHabilitations(tx)).find((h) => h.parcours === lu.id) }
  },
  vue,
  gestes: {
    etape: petitGeste<typeof etape, Lu, undefined>({
      champs: etape,
      droit: 'habilitations.tenir',
      faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof etape>>) =>
        noterEtape(tx, lu, data, etapeDe(lu, cle, data), le),
      suite: vers('L’étape est notée.'),
    }),
    avis: petitGeste<typeof avis, Lu, undefined>({
      champs: avis,
      droit: 'habilitations.suivre',
      faire: (tx, { lu, data, le, visiteur }: Envoi<Lu, z.output<typeof avis>>) =>
        sePrononcer(tx, visiteur, lu, data, le),
      suite: vers('Votre avis est versé au dossier.'),
    }),
    decider: petitGeste<typeof decision, Lu, 'habilite' | 'refuse'>({
      champs: decision,
      droit: 'habilitations.suivre',
      faire: (tx, { lu, data, le, visiteur }: Envoi<Lu, z.output<typeof decision>>) =>
        decider(tx, visiteur, lu, data, le),
      suite: (dit, p) => ({
        vers: parcoursUrl({ parcours: p.id }),
        dit: {
          genre: 'fait',
          fort: dit === 'habilite' ? 'L’habilitation est donnée.' : 'L’habilitation est refusée.',
        },
      }),
    }),
    abandonner: petitGeste<typeof rien, Lu, undefined>({
      champs: rien,
      droit: 'habilitations.suivre',
      peut: (lu, { visiteur }) =>
        peutAbandonner(visiteur, lu) ||
        'Une demande s’abandonne par la personne qu’elle concerne, par l’équipe d’appui ou par la qualité.',
      faire: (tx, { lu, le }: Envoi<Lu, unknown>) => abandonner(tx, lu, le),
      suite: vers('La demande est abandonnée.'),
    }),
    revue: petitGeste<typeof revue, Lu, undefined>({
      champs: revue,
      droit: 'habilitations.tenir',
      faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof revue>>) =>
        revoir(tx, lu.habilitation, data, etapeDe(lu, cle, data), le),
      suite: vers('La revue est notée.', 'L’habilitation est prolongée.'),
    }),
    suspendre: petitGeste<typeof motif, Lu, undefined>({
      champs: motif,
      droit: 'habilitations.tenir',
      faire: async (tx, { lu, data, le, visiteur }: Envoi<Lu, z.output<typeof motif>>) =>
        lu.habilitation
          ? suspendre(tx, visiteur, lu.habilitation, data.motif, le)
          : refuser('introuvable', 'Cette personne n’est pas habilitée.'),
      suite: vers('L’habilitation est suspendue.', 'Elle ne vaut plus, dès maintenant.'),
    }),
    rendre: petitGeste<typeof rien, Lu, undefined>({
      champs: rien,
      droit: 'habilitations.tenir',
      faire: async (tx, { lu, le, visiteur }: Envoi<Lu, unknown>) =>
        lu.habilitation
          ? rendre(tx, visiteur, lu.habilitation, le)
          : refuser('introuvable', 'Cette personne n’est pas habilitée.'),
      suite: vers('L’habilitation est rendue.'),
    }),
  },
})
