/** Le dossier 21/22 sur la page de la mission : la personne le remet ou le reprend, qui reçoit l’ouvre et le range. Et ce dossier, ouvert. */
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import {
  Button,
  CheckboxField,
  CheckboxGroup,
  Definitions,
  Etat,
  Field,
  Form,
  Page,
  Section,
} from '#web/components.tsx'
import { attestation, date, entier } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import type { ARevoir } from '../db/dossier-attendu.ts'
import {
  direPiece,
  direRemise,
  direSource,
  genresDePiece,
  type PieceProposee,
  type Remise,
  termeDuDossier,
  termePropose,
} from '../domain/dossier-remis.ts'
import { type Mission, missionsConfiees, missionsQuiTiennentLHeure } from '../domain/missions.ts'
import type { DossierOuvert } from '../gestes/dossier-remis.ts'
import { dossierDeMissionUrl, fichierDuDossierUrl, missionsUrl, missionUrl } from '../liens.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'

export const remise = z.object({
  version: entier({ min: 1 }),
  pieces: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((x) => [x ?? []].flat()),
  jusque: date({ vide: 'Dites jusqu’à quand.' }),
  accord: attestation('Cochez votre accord : sans lui, rien ne se remet.'),
})

export type DossierLu = {
  readonly m: Mission
  readonly le: Date
  readonly remises: readonly Remise[]
  /** À la personne seule. */
  readonly proposees: readonly PieceProposee[]
  readonly aRevoir: readonly ARevoir[]
}

/** Qui reçoit n’a aucun dossier à ouvrir : ce que cela retient, et le bouton qui le demande ; la personne lit qu’il l’est. */
const Attendu = ({ lu: { m, aRevoir } }: { lu: DossierLu }) => {
  const manque = aRevoir.find((x) => x.quoi === 'sans-dossier')
  if (!manque) return null
  const depuis = manque.le ? formaterDate(jourLocal(manque.le, ZONE_PAR_DEFAUT)) : undefined
  if (m.aMoi)
    return (
      <p>
        {m.receveur} vous le demande{depuis ? ` depuis le ${depuis}` : ''} : sans lui, sa session ne se
        confirme pas avec vous, sauf dérogation.
      </p>
    )
  return (
    <>
      <p>
        Sans dossier remis, une session où {m.nom} intervient ne se confirme ni ne commence, sauf dérogation
        motivée.{depuis ? ` Vous le lui avez demandé le ${depuis}.` : ''}
      </p>
      {peutSuivre('appels.tenir') ? (
        <Bouton vers={`${missionUrl({ mission: m.mission })}/demander`} genre="main">
          {depuis ? 'Lui redemander son dossier' : 'Lui demander son dossier'}
        </Bouton>
      ) : null}
    </>
  )
}

const Remettre = ({ lu: { m, le, proposees }, revenu }: { lu: DossierLu; revenu: Revenu }) => {
  const aujourdhui = jourLocal(le, ZONE_PAR_DEFAUT)
  const form = (
    revenu?.geste === 'remettre'
      ? revenu.form
      : emptyForm(undefined, {
          version: termeDuDossier.version,
          // Rien n’est coché d’avance : chaque pièce est un choix.
          pieces: [],
          jusque: formaterDate(termePropose(m, aujourdhui), 'chiffres'),
        })
  ) as FormOf<typeof remise>
  if (proposees.length === 0)
    return (
      <p>
        {m.envoyeur} ne tient encore de vous ni titres, ni curriculum vitæ, ni formation suivie : demandez à
        qui prépare les sessions de les ranger, puis revenez.
      </p>
    )
  return (
    <details class="volet" open={revenu?.geste === 'remettre'}>
      <summary>Remettre mon dossier à {m.receveur}</summary>
      <Form form={form} action={`${missionUrl({ mission: m.mission })}/remettre`} classe="court">
        <input type="hidden" name="version" value={String(termeDuDossier.version)} />
        <CheckboxGroup
          form={form}
          name="pieces"
          label="Ce que je remets"
          hint="douze pièces au plus"
          options={proposees.map((p) => ({
            value: p.cle,
            label: `${genresDePiece[p.genre]}${p.genre === 'titres' ? '' : ` : ${p.titre}, ${formaterDate(p.le)}`}${p.nom ? ', avec son fichier' : ''}`,
          }))}
        />
        <Field
          form={form}
          name="jusque"
          label="Jusqu’au"
          inputmode="numeric"
          hint="l’audit d’une session vient jusqu’à trois ans après"
        />
        <p>{termeDuDossier.texte}</p>
        <CheckboxField form={form} name="accord" label="J’accepte" />
        <p class="gestes-l">
          <Button genre="main">Remettre ces pièces</Button>
        </p>
      </Form>
    </details>
  )
}

export const Dossier = ({ lu, revenu }: { lu: DossierLu; revenu: Revenu }) => {
  const { m, remises } = lu
  const ici = missionUrl({ mission: m.mission })
  const tient = missionsQuiTiennentLHeure.some((e) => e === m.etat)
  const vive = remises.find((r) => r.retireeLe === null)
  // Qui ne lit pas les dossiers remis ne sait pas s’il y en a un.
  const lit = m.aMoi || peutSuivre(m.moi === 'recoit' ? 'appels.tenir' : 'pieces.viser')
  if (m.pourFacturer || !lit || (!tient && remises.length === 0)) return null
  return (
    <Section
      titre="Dossier de la personne"
      id="dossier"
      sous="Titres, curriculum vitæ, formations (RNQ, 21 et 22) : une copie datée, de son accord. Ni le pôle ni le logiciel ne l’ont vérifiée."
    >
      {remises.length === 0 ? (
        <p>
          {m.aMoi
            ? `${m.receveur} doit montrer, à l’audit, les compétences de qui anime : votre dossier peut l’y suivre.`
            : `Vous ne lisez ici aucun dossier remis par ${m.nom}.`}
        </p>
      ) : (
        <ul>
          {remises.map((r) => (
            <li>
              <Etat
                etat={r.retireeLe || r.effaceeLe ? 'sans-objet' : 'prouve'}
                mot={r.effaceeLe ? 'effacé' : r.retireeLe ? 'repris' : 'remis'}
              />{' '}
              {direRemise(r, m)}
              {r.pieces ? (
                <> {r.pieces.map((p) => `${genresDePiece[p.genre]} du ${formaterDate(p.le)}`).join(' ; ')}.</>
              ) : null}
              {m.moi === 'recoit' && r.lisible && r.pieces ? (
                <>
                  {' '}
                  <a href={dossierDeMissionUrl({ mission: m.mission, remise: r.remise })}>
                    Ouvrir le dossier
                  </a>
                </>
              ) : null}
              {r.lectures && r.lectures.length > 0 ? (
                <details class="volet">
                  <summary>Quand il fut ouvert</summary>
                  <ul>
                    {r.lectures.toReversed().map((quand) => (
                      <li>{formaterInstant(quand)}</li>
                    ))}
                  </ul>
                </details>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <Attendu lu={lu} />
      {m.aMoi && vive ? (
        <Bouton vers={`${ici}/reprendre`} cache={{ remise: vive.remise }} genre="grave">
          Reprendre mon accord
        </Bouton>
      ) : null}
      {m.aMoi && !vive && tient ? <Remettre lu={lu} revenu={revenu} /> : null}
    </Section>
  )
}

/** Ce qu’une coopérative lit du dossier qui lui est remis. */
export const VueDuDossier = ({ m, r, ouvert }: { m: Mission; r: Remise; ouvert: DossierOuvert }) => (
  <Page
    title={`Dossier de ${m.nom}`}
    lede={direSource(r, m)}
    path={[
      { libelle: 'Missions', href: missionsUrl() },
      { libelle: m.objet, href: missionUrl({ mission: m.mission }) },
    ]}
  >
    <p>
      <Etat
        etat={ouvert.intact ? 'prouve' : 'manquant'}
        mot={ouvert.intact ? 'tel que remis' : 'ce n’est plus ce qui fut remis'}
      />
      . Votre ouverture est notée, et {m.nom} la lit.
    </p>
    {ouvert.pieces.map((p, i) => (
      <Section
        titre={p.genre === 'titres' ? genresDePiece.titres : `${genresDePiece[p.genre]} : ${p.titre}`}
        id={`piece-${i + 1}`}
      >
        <Definitions lignes={[['Daté du', formaterDate(p.le)], ...direPiece(p)]} />
        {p.fichier ? (
          <p>
            <a
              href={fichierDuDossierUrl({ mission: m.mission, remise: r.remise, rang: String(i + 1) })}
              target="_blank"
              rel="noopener"
            >
              Lire le fichier
            </a>{' '}
            <span class="sub">{p.nom}, nouvelle fenêtre</span>
          </p>
        ) : null}
      </Section>
    ))}
    {peutSuivre('registres.tenir') && !r.employeeLe && missionsConfiees.some((e) => e === m.etat) ? (
      <Section
        titre="Le ranger"
        id="ranger"
        sous="Vérifier ce qu’il dit reste à vous : l’autre coopérative ne le fait pas pour vous."
      >
        <Bouton
          vers={`${missionUrl({ mission: m.mission })}/ranger`}
          cache={{ remise: r.remise }}
          genre="call"
        >
          J’ai lu : ranger à nos registres (21, 22)
        </Bouton>
      </Section>
    ) : null}
  </Page>
)
