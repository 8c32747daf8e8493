import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterNda, formaterSiret } from '#kernel/identifiants.ts'
import { accorder, compter, formaterNombre } from '#kernel/texte.ts'
import {
  type EnseigneLue,
  exigerDroit,
  listerEnseignes,
  mentionForme,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { Alert, Facts, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { type ElementSuivi, elementsSuivis } from '../db/a-part.queries.ts'
import { type SeanceSuivie, seancesSuivies } from '../db/detail.queries.ts'
import { estValidable } from '../domain/controles/controler.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { enNombre } from '../domain/fraction.ts'
import { specialites } from '../domain/nsf.ts'
import { detaillerCase, type LigneDeDetail, nommer } from '../lecture/detailler.ts'
import { manquesParEnseigne } from '../lecture/lire-manques.ts'
import { lireVue, lireVueDetaillee, type Vue } from '../lecture/lire-vue.ts'
import { type PartDEnseigne, partsDesEnseignes } from '../lecture/parts.ts'
import {
  aAffecterUrl,
  aCompleterUrl,
  bilansUrl,
  bilanUrl,
  comparerUrl,
  controlesUrl,
  deposerUrl,
  depotUrl,
  exportUrl,
  recopierUrl,
} from '../liens.ts'
import { aujourdhui, surLExercice } from './commun.ts'
import { Deplie } from './detail.tsx'
import { direEuros, direExercice, direHeures, motsDEtat } from './dire.ts'
import { Cadre, CadreEnTable, Part } from './formulaire.tsx'
import { GloseC, GloseF, GloseG } from './gloses.tsx'

type Ouverte = {
  readonly id: string
  readonly lignes: readonly LigneDeDetail[]
  readonly ligne: string | undefined
  readonly seances: readonly SeanceSuivie[]
  readonly elements: readonly ElementSuivi[]
  readonly des: number
  readonly jour: DateCivile
}

export const direEcheance = ({ range }: Pick<Vue, 'range'>): string => {
  const { legale, prolongee, retenue, saisie } = range.echeance
  const jusquau = `au plus tard le ${formaterDate(retenue)}`
  if (saisie) return `${jusquau}, date que vous avez saisie`
  return prolongee && prolongee > legale
    ? `${jusquau}, prolongation annoncée ; légalement le ${formaterDate(legale)}`
    : `${jusquau} (avant le 30 avril, R6352-22 à R6352-24)`
}

const Egalite = ({ lu }: Pick<Vue, 'lu'>) => {
  const { F1, F3, F4 } = lu.bpf.lignes
  const dire = (nom: string, e: typeof F1.total) => (
    <span>
      {nom === 'F-1' ? null : (
        <>
          <span aria-label="égale" role="img">
            {e.n === F1.total.n && enNombre(e.h) === enNombre(F1.total.h) ? '=' : '≠'}
          </span>{' '}
        </>
      )}
      {nom} <b class="num">{formaterNombre(e.n)}</b> et <b class="num">{direHeures(e.h)}</b>
    </span>
  )
  return (
    <p class="egalite">
      {dire('F-1', F1.total)} {dire('F-3', F3.total)} {dire('F-4', F4.total)}
    </p>
  )
}

const Controles = ({ vue, etablit }: { vue: Vue; etablit: boolean }) => {
  const { controles, lu } = vue
  const exercice = ecrireExercice(lu.exercice)
  const tenus = controles.filter((c) => c.etat === 'satisfait').length
  const bloquants = controles.filter((c) => !c.ok && c.niveau === 'bloquant')
  const alertes = controles.filter((c) => !c.ok && c.niveau !== 'bloquant')
  const manques = lu.bpf.faits.manques.length
  return (
    <Section titre="Contrôles" id="controles">
      <Egalite lu={lu} />
      <p>
        <a href={controlesUrl({ exercice })}>
          {compter(controles.length, 'contrôle')}, {tenus} {accorder(tenus, 'tenu')}
        </a>
        .{' '}
        {bloquants.length > 0
          ? `${compter(bloquants.length, 'point')} à réparer avant de transmettre. `
          : 'Rien n’empêche de transmettre. '}
        {alertes.length > 0 ? `${compter(alertes.length, 'alerte')} à relire. ` : null}
        {manques > 0 ? (
          <a href={aAffecterUrl({ exercice })}>{compter(manques, 'enregistrement')} à affecter</a>
        ) : (
          'Aucun produit sans origine, aucune séance sans statut'
        )}
        .
      </p>
      <p class="sub">
        {etablit && estValidable(controles) ? (
          <>
            <a href={deposerUrl({ exercice })}>Figer et déposer</a>,{' '}
          </>
        ) : null}
        <a href={recopierUrl({ exercice })}>recopier case par case</a>,{' '}
        <a href={exportUrl({ exercice, format: 'pdf' })}>imprimer dans l’ordre du formulaire</a>,{' '}
        <a href={comparerUrl({ exercice })}>comparer d’année en année</a>. Exporter les preuves :{' '}
        <a href={exportUrl({ exercice, format: 'xlsx' })}>XLSX</a>,{' '}
        <a href={exportUrl({ exercice, format: 'csv' })}>CSV</a>,{' '}
        <a href={exportUrl({ exercice, format: 'json' })}>JSON</a>.
      </p>
    </Section>
  )
}

const Neant = ({ vue }: { vue: Vue }) =>
  vue.controles.some((c) => c.id === 'V25' && !c.ok) ? (
    <Alert genre="mal" fort="Bilan « néant ».">
      Le déposer évite le défaut de dépôt ; mais un bilan sans activité entraîne lui aussi la caducité de la
      déclaration d’activité (L6351-6), et avec elle la sortie de la liste publique.
    </Alert>
  ) : null

/** Ce que la liste publique des organismes dira, d'après ses champs (correspondance déduite de leurs noms). */
const Publique = ({ vue }: { vue: Vue }) => {
  const { F1, F4, G, E } = vue.lu.bpf.lignes
  return (
    <Section titre="Ce qui sera public" id="public" sous="liste publique des organismes de formation">
      <Facts
        faits={[
          ['Exercice', direExercice(vue.lu.exercice)],
          ['Stagiaires', formaterNombre(F1.total.n)],
          ['Confiés par un autre organisme', formaterNombre(G.n)],
          ['Formateurs', formaterNombre(E.internes.n + E.externes.n)],
          [
            'Spécialités',
            F4.specialites
              .slice(0, 3)
              .map((s) => `${s.code} ${specialites[s.code] ?? ''}`)
              .join(' ; ') || 'aucune',
          ],
        ]}
      />
      <p class="sub">
        Déduit du nom des champs publiés ; les montants ne le sont pas. Seule la déclaration transmise y
        paraît.
      </p>
    </Section>
  )
}

const Enseignes = ({
  parts,
  manques,
  exercice,
}: {
  parts: readonly PartDEnseigne[]
  manques: ReadonlyMap<string, number>
  exercice: string
}) =>
  parts.length < 2 ? null : (
    <Section
      titre="La part de chaque enseigne"
      id="enseignes"
      sous="avant arrondi ; la somme est celle du bilan"
    >
      <Table
        legende="Produits, stagiaires, heures et charges de chaque enseigne"
        lignes={parts}
        colonnes={[
          { titre: 'Enseigne', entete: true, cell: (p) => p.nom },
          { titre: 'Produits', nombre: true, cell: (p) => direEuros(p.produits) },
          { titre: 'Stagiaires', nombre: true, cell: (p) => formaterNombre(p.stagiaires) },
          { titre: 'Heures suivies', nombre: true, cell: (p) => direHeures(p.heures) },
          { titre: 'Reçus (G)', nombre: true, cell: (p) => formaterNombre(p.recus) },
          { titre: 'Charges', nombre: true, cell: (p) => direEuros(p.charges) },
          {
            titre: 'À compléter',
            nombre: true,
            cell: (p) =>
              manques.has(p.id) && peutSuivre('activites.lire') ? (
                <a href={aCompleterUrl({ exercice, activite: p.id })}>
                  {formaterNombre(manques.get(p.id) ?? 0)}
                  <span class="unseen"> pour {p.nom}</span>
                </a>
              ) : (
                formaterNombre(manques.get(p.id) ?? 0)
              ),
          },
        ]}
      />
    </Section>
  )

const Bilan = ({
  vue,
  ouverte,
  parts,
  etablit,
}: {
  vue: Vue
  ouverte: Ouverte | undefined
  parts: readonly PartDEnseigne[]
  etablit: boolean
}) => {
  const { lu, organisme: o, range } = vue
  const exercice = ecrireExercice(lu.exercice)
  const ici = bilanUrl({ exercice })
  const lien = (id: string) => (lu.bpf.cases.has(id) ? `${ici}?case=${encodeURIComponent(id)}#deplie` : null)
  const c = ouverte && lu.bpf.cases.get(ouverte.id)
  const detail: Child =
    c && ouverte ? (
      <Deplie
        c={c}
        lignes={ouverte.lignes}
        ici={ici}
        ligne={ouverte.ligne}
        seances={ouverte.seances}
        elements={ouverte.elements}
        des={ouverte.des}
        jour={ouverte.jour}
      />
    ) : undefined
  const table = (lettre: string, legende: string, cachee = false) => {
    const cadre = vue.cadres.find((x) => x.lettre === lettre)
    return cadre ? (
      <CadreEnTable
        cadre={cadre}
        legende={legende}
        cachee={cachee}
        ouverte={ouverte?.id}
        detail={detail}
        lien={lien}
      />
    ) : null
  }
  const cadreC = vue.cadres.find((x) => x.lettre === 'C')
  const { distance } = lu.bpf.lignes.B
  const recopiees = [...vue.recopies.keys()].length
  return (
    <Page
      title={`Exercice ${nomExercice(lu.exercice)}`}
      heading="Bilan pédagogique et financier"
      path={[{ libelle: 'BPF', href: bilansUrl() }]}
      facts={
        <Facts
          faits={[
            ['Exercice', direExercice(lu.exercice)],
            ['Formulaire', `Cerfa ${lu.bpf.version}`],
            ['À transmettre', direEcheance(vue)],
            [
              'État',
              range.depot ? (
                <>
                  transmis le {formaterDate(range.depot.transmisLe)} :{' '}
                  <a href={depotUrl({ depot: range.depot.id })}>ce qui a été déposé</a>
                  {vue.changees > 0
                    ? `, dont ${compter(vue.changees, 'case')} ${vue.changees > 1 ? 'ont' : 'a'} changé depuis`
                    : ', et rien n’a changé depuis'}
                </>
              ) : (
                `${motsDEtat[range.etat]}, calculé à l’instant${recopiees > 0 ? `, ${compter(recopiees, 'case recopiée', { pluriel: 'cases recopiées' })}` : ''}`
              ),
            ],
          ]}
        />
      }
    >
      <Neant vue={vue} />
      <Controles vue={vue} etablit={etablit} />
      <div class="cerfa">
        <Cadre lettre="A" titre="L’organisme" plein>
          <Facts
            faits={[
              ['Déclaration', o.nda ? formaterNda(o.nda) : 'pas encore de numéro'],
              ['Dénomination', o.nom],
              ['Forme', mentionForme(o.forme) || 'à préciser'],
              ['SIRET', formaterSiret(o.siret)],
              ['Adresse', `${o.adresse.replaceAll('\n', ', ')}, ${o.codePostal} ${o.ville}`],
              [
                'Rendue publique',
                lu.reglage?.adressePublique == null ? 'à dire' : lu.reglage.adressePublique ? 'oui' : 'non',
              ],
              ['Contact', [o.telephone, o.courriel].filter(Boolean).join(', ') || 'à compléter'],
            ]}
          />
        </Cadre>
        <Cadre lettre="B" titre="Informations générales" plein>
          <Facts
            faits={[
              [
                'Période',
                `${formaterDate(lu.exercice.debut, 'chiffres')} au ${formaterDate(lu.exercice.fin, 'chiffres')}`,
              ],
              [
                'À distance',
                distance === null ? 'à dire' : distance ? 'oui, une action en tout ou partie' : 'non',
              ],
            ]}
          />
        </Cadre>
        <Cadre lettre="C" titre="Origine des produits, hors taxes" glose={<GloseC lu={lu} />}>
          {table('C', 'Produits par origine, en euros entiers', true)}
          {cadreC ? <Part cadre={cadreC} /> : null}
        </Cadre>
        <Cadre lettre="D" titre="Charges, hors taxes">
          {table('D', 'Charges de formation, en euros entiers', true)}
        </Cadre>
        <Cadre lettre="E" titre="Personnes qui forment">
          {table('E', 'Personnes dispensant des heures de formation', true)}
        </Cadre>
        <Cadre lettre="F" titre="Stagiaires et heures suivies" glose={<GloseF lu={lu} />}>
          {table('F-1', 'F-1. Type de stagiaires')}
          {table('F-2', 'F-2. Dont activité sous-traitée')}
          {table('F-3', 'F-3. Objectif général')}
          {table('F-4', 'F-4. Spécialités')}
        </Cadre>
        <Cadre lettre="G" titre="Reçu d’un autre organisme" glose={<GloseG lu={lu} />}>
          {table('G', 'Formations confiées à votre organisme', true)}
        </Cadre>
        <Cadre lettre="H" titre="Direction et signature" plein>
          <Facts
            faits={[
              ['Direction', vue.dirigeant ? `${vue.dirigeant.nom}, ${vue.dirigeant.qualite}` : 'à dire'],
              ['Signature', 'à la transmission, sur Mon Activité Formation'],
            ]}
          />
        </Cadre>
      </div>
      <Enseignes parts={parts} manques={manquesParEnseigne(lu)} exercice={exercice} />
      <Publique vue={vue} />
    </Page>
  )
}

const partsDe = (vue: Vue, enseignes: readonly EnseigneLue[]): readonly PartDEnseigne[] =>
  enseignes.length < 2 ? [] : partsDesEnseignes(vue.lu, enseignes)

export const bilanPage = new Hono<Env>().get(bilanUrl.modele, exigerDroit('bpf.lire'), (c) =>
  surLExercice(c, async (tx, visiteur, exercice) => {
    const voulue = c.req.query('case')
    const detail = voulue === undefined ? undefined : await lireVueDetaillee(tx, exercice, aujourdhui(c))
    const vue = detail ?? (await lireVue(tx, exercice, aujourdhui(c)))
    const demandee = vue.lu.bpf.cases.get(voulue ?? '')
    let ouverte: Ouverte | undefined
    if (detail && demandee) {
      const lignes = detaillerCase(detail.lu, await nommer(tx, [demandee]), demandee)
      const ligne = lignes.find((l) => l.genre === 'inscription' && l.cle === c.req.query('ligne'))?.cle
      const siennes = (ligne === undefined ? undefined : detail.lu.inscriptions.get(ligne)) ?? []
      const des = Number(c.req.query('des') ?? '0')
      ouverte = {
        id: demandee.id,
        lignes,
        ligne,
        seances: await seancesSuivies(
          tx,
          exercice,
          siennes.map((i) => i.inscription),
        ),
        elements: await elementsSuivis(
          tx,
          exercice,
          siennes.map((i) => i.inscription),
        ),
        jour: aujourdhui(c),
        des: Number.isInteger(des) && des >= 0 && des < lignes.length ? des : 0,
      }
    }
    return c.html(
      <Bilan
        vue={vue}
        ouverte={ouverte}
        parts={partsDe(vue, await listerEnseignes(tx))}
        etablit={peutVisiteur(visiteur, 'bpf.etablir')}
      />,
    )
  }),
)
