import { z } from 'zod'
import { compter, enumerer } from '#kernel/texte.ts'
import { type Fondement, fondements } from '#modules/emargement/index.ts'
import { personnesUrl, personneUrl, type TiersId } from '#modules/tiers/index.ts'
import {
  Actions,
  Alert,
  Button,
  CheckboxField,
  Confirm,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { caseCochee, choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue } from '#web/form.ts'
import type { DemandeDeDroits } from '../db/demandes.ts'
import type { Effacement, Suspension } from '../db/effacement.ts'
import type { Mention } from '../db/personne.queries.ts'
import { categories, direRegle, motsCertitude } from '../domain/conservation.ts'
import { canaux, droitsDesPersonnes, listeCanaux, listeDroits, reponses } from '../domain/demande.ts'
import type { ChoseJugee } from '../domain/sort.ts'
import type { Jugement } from '../gestes/effacer-personne.ts'
import {
  archiveUrl,
  conservationUrl,
  demandeUrl,
  effacerPersonneUrl,
  nouvelleDemandeUrl,
  suspendreUrl,
} from '../liens.ts'
import { jour, jourDe } from './commun.ts'

const codes = Object.keys(fondements) as [Fondement, ...Fondement[]]
export const champsEffacer = z.object({
  fondement: choix(codes, { phrase: 'Dites sur quoi se fonde l’effacement.' }),
  motif: texte({ min: 3, max: 300, vide: 'Écrivez pourquoi : un effacement ne se défait pas.' }),
  nomSeul: caseCochee(),
  demande: texte({ max: 40 }),
})
export const champsDemande = z.object({
  genre: choix(listeDroits, { phrase: 'Dites quel droit la personne exerce.' }),
  canal: choix(listeCanaux.filter((x) => x !== 'espace') as ['courriel', 'courrier', 'oral']),
  recueLe: date(),
  precision: facultatif(texte({ max: 2000 })),
})
export const champsSuspendre = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites quel contrôle ou quel litige.' }),
})
export type FormEffacer = FormOf<typeof champsEffacer>
export type FormDemande = FormOf<typeof champsDemande>
export type FormSuspendre = FormOf<typeof champsSuspendre>

const Choses = ({
  legende,
  lignes,
  gardees,
}: {
  legende: string
  lignes: readonly ChoseJugee[]
  gardees: boolean
}) => (
  <Table
    legende={legende}
    lignes={lignes}
    colonnes={[
      { titre: 'Quoi', entete: true, cell: (c) => c.nom },
      {
        titre: gardees ? 'Jusqu’au' : 'Terme',
        cell: (c) => jour(c.terme),
      },
      {
        titre: 'Pourquoi',
        cell: (c) =>
          gardees
            ? `${categories[c.categorie].raison[0]?.toUpperCase()}${categories[c.categorie].raison.slice(1)}.`
            : c.terme <= c.depart || !categories[c.categorie].oppose
              ? `${categories[c.categorie].raison[0]?.toUpperCase()}${categories[c.categorie].raison.slice(1)}.`
              : 'Son terme est passé.',
      },
      {
        titre: 'Règle',
        cell: (c) => (
          <>
            {direRegle(c.regle)}{' '}
            {c.regle.certitude === 'certain' ? null : (
              <span class="sub">({motsCertitude[c.regle.certitude]})</span>
            )}
          </>
        ),
      },
    ]}
  />
)

export type Vu = {
  readonly j: Jugement
  readonly suspension: Suspension | undefined
  readonly effacements: readonly Effacement[]
  readonly demandes: readonly DemandeDeDroits[]
  readonly mentions: readonly Mention[]
  readonly formEffacer: FormEffacer
  readonly formDemande: FormDemande
  readonly formSuspendre: FormSuspendre
}

export const Vue = ({
  j,
  suspension,
  effacements,
  demandes,
  mentions,
  formEffacer,
  formDemande,
  formSuspendre,
}: Vu) => {
  const [fiche] = j.fiches
  if (!fiche) return null
  const nom = `${fiche.prenom} ${fiche.nom}`
  const { gardees, effacables, complet } = j.sort
  const alerte = formEffacer.alert ?? formDemande.alert ?? formSuspendre.alert
  const personne = fiche.id
  return (
    <Page
      title={fiche.effaceeLe ? 'Personne effacée' : `${nom} : ses données`}
      path={[
        { libelle: 'Personnes', href: personnesUrl() },
        ...(fiche.effaceeLe
          ? []
          : [{ libelle: nom, href: personneUrl({ personne: fiche.id as string as TiersId }) }]),
      ]}
      lede={
        fiche.effaceeLe
          ? `Effacée le ${jourDe(fiche.effaceeLe)}. Il reste un identifiant sans nom, que les heures et les comptes désignent ; le registre se vérifie toujours.`
          : 'Ce que la coopérative garde d’elle, jusqu’à quand et pourquoi ; ce qui peut s’effacer ; ce qu’elle demande.'
      }
      alert={alerte}
    >
      {fiche.effaceeLe ? null : (
        <>
          <Section titre="Lui remettre ses données" id="archive">
            <p>
              Une archive : une page lisible, un fichier JSON, ses pièces. Ce qui nomme d’autres personnes n’y
              est pas copié. La prendre laisse une ligne au journal des lectures.
            </p>
            <Form form={emptyForm()} action={archiveUrl({ personne })} classe="">
              <Button>Prendre l’archive (ZIP)</Button>
            </Form>
          </Section>
          <Section
            titre="Ce qui se garde"
            id="garde"
            sous={
              gardees.length > 0
                ? `${compter(gardees.length, 'chose')} ; la première arrive à son terme le ${jour(gardees[0]?.terme ?? '')}.`
                : undefined
            }
            outils={[{ libelle: 'Voir les durées', href: conservationUrl() }]}
          >
            {gardees.length === 0 ? (
              <Empty titre="Rien ne retient plus ses données">
                Aucune pièce, aucune présence n’est plus sous une durée de conservation : tout peut s’effacer,
                le nom aussi.
              </Empty>
            ) : (
              <>
                <Choses legende="Ce qui se garde, et pourquoi" lignes={gardees} gardees />
                <p class="sub">
                  Ces preuves ne se suppriment pas : elles se corrigent par une pièce qui les remplace ou les
                  complète, ou par une rectification au registre.
                </p>
              </>
            )}
          </Section>
          <Section titre="Ce qui peut s’effacer" id="effacer">
            {effacables.length === 0 ? (
              <p>Rien pour l’instant, hors ses coordonnées à sa demande.</p>
            ) : (
              <Choses legende="Ce qui peut s’effacer" lignes={effacables} gardees={false} />
            )}
          </Section>
          <Section titre="Effacer" id="conduire">
            {j.attendue.length > 0 ? (
              <Alert
                genre="passe"
                fort={`${nom} a encore sa place à ${enumerer(j.attendue.map((s) => `« ${s.intitule} » (${s.numero})`))}.`}
              >
                Effacée aujourd’hui, la personne n’a plus d’adresse : ni convocation, ni lien pour signer ne
                lui arriveront. Annulez d’abord son inscription, ou attendez la fin.
              </Alert>
            ) : null}
            {suspension ? (
              <Form form={emptyForm()} action={suspendreUrl({ personne })} classe="">
                <p>
                  <Etat etat="a-juger" mot="suspendu" /> depuis le {jourDe(suspension.poseeLe)} :{' '}
                  {suspension.motif}
                </p>
                <Button geste="lever">Lever la suspension</Button>
              </Form>
            ) : (
              <Confirm
                form={formEffacer}
                action={effacerPersonneUrl({ personne })}
                titre={complet ? `Effacer ${nom}` : 'Effacer ce qui peut l’être'}
                phrase={
                  complet
                    ? 'Cela ne se défait pas. Sa fiche n’aura plus de nom ; ses pièces échues perdent leur contenu et gardent leur numéro, leur date et leur empreinte ; le registre garde ses entrées, sans dire de qui. Les certificats des autres ne changent pas.'
                    : 'Cela ne se défait pas. Ses coordonnées, et tout ce qui est écrit ci-dessus, s’effacent. Son nom reste où une preuve le porte, jusqu’au terme de chacune ; la purge finit alors seule, si elle est active.'
                }
                geste={complet ? `Effacer ${nom}` : 'Effacer ce qui peut l’être'}
                renoncer={{
                  libelle: 'Ne rien effacer',
                  href: personneUrl({ personne: personne as string as TiersId }),
                }}
              >
                <input type="hidden" name="demande" value={fieldValue(formEffacer, 'demande')} />
                <RadioGroup
                  form={formEffacer}
                  name="fondement"
                  label="Fondement"
                  options={codes.map((value) => ({ value, label: fondements[value] }))}
                />
                <Field
                  form={formEffacer}
                  name="motif"
                  label="Pourquoi"
                  hint="Au journal ; sans nom ni détail de santé."
                  maxlength={300}
                />
                {complet && mentions.length > 0 ? (
                  <>
                    <p>
                      Son nom seul, « {fiche.nom} », se lit encore dans {compter(mentions.length, 'texte')}.
                      Regardez s’il s’agit d’elle :
                    </p>
                    <ul>
                      {mentions.map((m) => (
                        <li>
                          {m.extrait} <span class="sub">({m.lieu})</span>
                        </li>
                      ))}
                    </ul>
                    <CheckboxField
                      form={formEffacer}
                      name="nomSeul"
                      label={`Ôter aussi « ${fiche.nom} » de ces textes`}
                    />
                  </>
                ) : null}
                {complet && j.homonyme ? (
                  <p>
                    Une autre personne porte le même nom : il ne s’ôtera pas des textes libres, où l’on ne
                    saurait dire de qui il s’agit.
                  </p>
                ) : null}
              </Confirm>
            )}
          </Section>
          {suspension ? null : (
            <Section
              titre="Suspendre tout effacement"
              id="suspendre"
              sous="Un contrôle, un contentieux : rien ne s’efface tant qu’il court, la purge comprise."
            >
              <Form form={formSuspendre} action={suspendreUrl({ personne })} noms={{ motif: 'Motif' }}>
                <FieldSection titre="La suspension">
                  <Field form={formSuspendre} name="motif" label="Motif" span={3} maxlength={500} />
                </FieldSection>
                <Actions libelle="Suspendre" genre="main" />
              </Form>
            </Section>
          )}
          <Section titre="Ce qu’elle demande" id="demandes">
            {demandes.length === 0 ? (
              <p>Rien encore.</p>
            ) : (
              <Table
                legende="Ses demandes"
                lignes={demandes}
                colonnes={[
                  {
                    titre: 'Demande',
                    entete: true,
                    cell: (d) => (
                      <a href={demandeUrl({ demande: d.id })}>{droitsDesPersonnes[d.genre].nom}</a>
                    ),
                  },
                  { titre: 'Reçue', cell: (d) => jour(d.recueLe) },
                  { titre: 'À répondre avant', cell: (d) => jour(d.echeance) },
                  { titre: 'Réponse', cell: (d) => (d.reponse ? reponses[d.reponse] : 'attendue') },
                ]}
              />
            )}
            <Form
              form={formDemande}
              action={nouvelleDemandeUrl({ personne })}
              noms={{ genre: 'Droit', canal: 'Reçue', recueLe: 'Le', precision: 'Précisions' }}
            >
              <FieldSection titre="Écrire une demande reçue">
                <SelectField
                  form={formDemande}
                  name="genre"
                  label="Droit"
                  vide="choisir"
                  options={listeDroits.map((value) => ({ value, label: droitsDesPersonnes[value].nom }))}
                  span={2}
                />
                <SelectField
                  form={formDemande}
                  name="canal"
                  label="Reçue"
                  vide="choisir"
                  options={listeCanaux
                    .filter((x) => x !== 'espace')
                    .map((value) => ({ value, label: canaux[value] }))}
                />
                <Field form={formDemande} name="recueLe" label="Le" />
                <TextArea
                  form={formDemande}
                  name="precision"
                  label="Précisions"
                  optional
                  rows={2}
                  hint="chiffrées ; ce qu’elle veut voir corrigé, par exemple"
                />
              </FieldSection>
              <Actions libelle="Garder la demande" genre="main" />
            </Form>
          </Section>
        </>
      )}
      {effacements.length > 0 ? (
        <Section titre="Ce qui a été effacé" id="historique">
          <Table
            legende="Effacements de cette personne"
            lignes={effacements}
            colonnes={[
              { titre: 'Le', entete: true, cell: (e) => jourDe(e.faitLe) },
              {
                titre: 'État',
                cell: (e) =>
                  e.complet ? <Etat etat="prouve" mot="complet" /> : <Etat etat="partiel" mot="en partie" />,
              },
              { titre: 'Fondement', cell: (e) => fondements[e.fondement] },
              {
                titre: 'Ôté',
                cell: (e) =>
                  `${compter(e.rapport.pieces ?? 0, 'pièce')}, ${compter(e.rapport.parts ?? 0, 'part')} du registre`,
              },
              {
                titre: 'Reste',
                cell: (e) =>
                  [
                    ...(e.rapport.restes ?? []).map(
                      (r) =>
                        `${categories[r.categorie as keyof typeof categories]?.nom ?? r.categorie} (${r.nombre}), jusqu’au ${jour(r.terme)}`,
                    ),
                    // Ce que la machine ne corrige pas d’elle-même : à qui lit d’en juger.
                    ...(e.rapport.figes ?? []).map((f) =>
                      [
                        `${f.lieu} (${f.nombre})\u00a0: ${f.pourquoi}`,
                        f.terme ? `au plus tard jusqu’au ${jour(f.terme)}` : f.tant,
                      ]
                        .filter(Boolean)
                        .join(', '),
                    ),
                    ...e.rapport.echecs.map((lieu) => `${lieu}\u00a0: la base a refusé`),
                  ].join(' ; ') || 'rien',
              },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}
