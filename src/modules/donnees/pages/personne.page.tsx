import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { type Fondement, fondements } from '#modules/emargement/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { personnesUrl, personneUrl, type TiersId } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  ButtonLink,
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
import type { PersonneContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Demande, demandesDe, insererDemande, tracerLecture } from '../db/demandes.ts'
import {
  type Effacement,
  effacementsDe,
  leverSuspension,
  poserSuspension,
  type Suspension,
  suspensionDe,
} from '../db/effacement.ts'
import { type Mention, mentionsDe } from '../db/personne.queries.ts'
import { categories, direRegle, motsCertitude } from '../domain/conservation.ts'
import {
  canaux,
  droitsDesPersonnes,
  echeanceDe,
  listeCanaux,
  listeDroits,
  reponses,
} from '../domain/demande.ts'
import type { ChoseJugee } from '../domain/sort.ts'
import { effacerPersonne, type Jugement, jugerPersonne } from '../effacer-personne.ts'
import { composerArchive } from '../exporter-personne.ts'
import {
  archiveUrl,
  conservationUrl,
  demandeUrl,
  donneesPersonneUrl,
  effacerPersonneUrl,
  nouvelleDemandeUrl,
  suspendreUrl,
} from '../liens.ts'
import { aujourdhui, jour, jourDe, personneDe } from './commun.ts'

const codes = Object.keys(fondements) as [Fondement, ...Fondement[]]
const champsEffacer = z.object({
  fondement: choix(codes, { phrase: 'Dites sur quoi se fonde l’effacement.' }),
  motif: texte({ min: 3, max: 300, vide: 'Écrivez pourquoi : un effacement ne se défait pas.' }),
  nomSeul: caseCochee(),
  demande: texte({ max: 40 }),
})
const champsDemande = z.object({
  genre: choix(listeDroits, { phrase: 'Dites quel droit la personne exerce.' }),
  canal: choix(listeCanaux.filter((x) => x !== 'espace') as ['courriel', 'courrier', 'oral']),
  recueLe: date(),
  precision: facultatif(texte({ max: 2000 })),
})
const champsSuspendre = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites quel contrôle ou quel litige.' }),
})
type FormEffacer = FormOf<typeof champsEffacer>
type FormDemande = FormOf<typeof champsDemande>
type FormSuspendre = FormOf<typeof champsSuspendre>

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

type Vu = {
  readonly j: Jugement
  readonly suspension: Suspension | undefined
  readonly effacements: readonly Effacement[]
  readonly demandes: readonly Demande[]
  readonly mentions: readonly Mention[]
  readonly formEffacer: FormEffacer
  readonly formDemande: FormDemande
  readonly formSuspendre: FormSuspendre
}

const Vue = ({
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
      title={fiche.effaceeLe ? 'Personne effacée' : `Les données de ${nom}`}
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
                  (e.rapport.restes ?? [])
                    .map(
                      (r) =>
                        `${categories[r.categorie as keyof typeof categories]?.nom ?? r.categorie} (${r.nombre}), jusqu’au ${jour(r.terme)}`,
                    )
                    .join(' ; ') || 'rien',
              },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

const base = '/personnes/:personne/donnees'

export const personneDonneesPages = (services: Services) => {
  const { db, clock, keys } = services
  const rendre = async (
    tx: Parameters<Parameters<typeof pourVisiteur>[2]>[0],
    personne: NonNullable<ReturnType<typeof personneDe>>,
    f: Partial<Pick<Vu, 'formEffacer' | 'formDemande' | 'formSuspendre'>> = {},
    demande = '',
  ) => {
    const le = clock.now()
    const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true })
    const [fiche] = j?.fiches ?? []
    if (!j || !fiche) return undefined
    const ids = j.fiches.map((x) => x.id)
    const vide = emptyForm<'recueLe' | 'genre' | 'canal' | 'precision'>(undefined, {
      recueLe: formaterDate(aujourdhui(le), 'chiffres'),
    })
    return (
      <Vue
        j={j}
        suspension={await suspensionDe(tx, ids)}
        effacements={await effacementsDe(tx, ids)}
        demandes={await demandesDe(tx, ids)}
        mentions={j.sort.complet && !fiche.effaceeLe ? await mentionsDe(tx, fiche.nom) : []}
        formEffacer={
          f.formEffacer ??
          emptyForm<'fondement' | 'motif' | 'nomSeul' | 'demande'>(undefined, {
            demande,
            ...(demande ? { fondement: 'demande-de-la-personne' } : {}),
          })
        }
        formDemande={f.formDemande ?? vide}
        formSuspendre={f.formSuspendre ?? emptyForm()}
      />
    )
  }
  return (
    new Hono<Env>()
      .use(base, exigerDroit('donnees.effacer'))
      .use(`${base}/*`, exigerDroit('donnees.effacer'))
      .get(base, (c) =>
        pourVisiteur(c, db, async (tx) => {
          const personne = personneDe(c)
          const vue = personne && (await rendre(tx, personne, {}, asId(c.req.query('demande') ?? '') ?? ''))
          if (!vue || !personne) return notFound(c)
          const le = clock.now()
          const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true })
          const fiche = j?.fiches[0]
          if (fiche && c.get('visiteur')?.lectureSeule !== true)
            await tracerLecture(
              tx,
              { id: newId(le), activite: fiche.activite, personne: fiche.id, genre: 'dossier' },
              le,
            )
          return c.html(vue)
        }),
      )
      // Un envoi et non une adresse : prendre l’archive laisse une ligne, et un lien se précharge.
      .post(`${base}/archive.zip`, (c) =>
        pourVisiteur(c, db, async (tx, visiteur) => {
          const personne = personneDe(c)
          const read = await readForm(z.object({}), c)
          const archive =
            personne && read.ok
              ? await composerArchive(
                  services,
                  tx,
                  { personne, genre: 'export', handicap: peutVisiteur(visiteur, 'handicap.lire') },
                  clock.now(),
                )
              : undefined
          if (!archive) return notFound(c)
          return c.body(new Uint8Array(archive.octets), 200, {
            'content-type': 'application/zip',
            'content-disposition': `attachment; filename="${archive.nom}"`,
            'cache-control': 'private, no-store',
          })
        }),
      )
      .post(`${base}/effacement`, async (c) => {
        const visiteur = c.get('visiteur')
        const personne = personneDe(c)
        if (!visiteur || !personne) return notFound(c)
        const read = await readForm(champsEffacer, c)
        const refus = (form: FormEffacer, statut: 200 | 409 | 413 | 415 | 422) =>
          pourVisiteur(c, db, async (tx) => {
            const vue = await rendre(tx, personne, { formEffacer: form })
            return vue ? c.html(vue, statut) : notFound(c)
          })
        if (!read.ok) return refus(read.form, read.status)
        const demande = asId(read.data.demande)
        const fait = await effacerPersonne(services, visiteur.acces, {
          personne,
          fondement: read.data.fondement,
          motif: read.data.motif,
          nomSeul: read.data.nomSeul,
          ...(demande ? { demande } : {}),
        })
        if (!fait.ok) {
          if (fait.error.code === 'introuvable') return notFound(c)
          return refus(withAlert(read.form, { titre: 'Rien n’a été effacé', phrase: fait.error.phrase }), 409)
        }
        const { rapport, complet } = fait.value
        return redirectWith(c, donneesPersonneUrl({ personne }), {
          genre: 'fait',
          fort: complet
            ? `La personne est effacée : ${compter(rapport.pieces, 'pièce')} sans contenu, ${compter(rapport.parts, 'part')} du registre ôtées.`
            : `Ce qui pouvait l’être est effacé : ${compter(rapport.pieces, 'pièce')}, ${compter(rapport.parts, 'part')} du registre. Le reste se garde jusqu’à son terme.`,
        })
      })
      .post(`${base}/demande`, (c) =>
        pourVisiteur(c, db, async (tx) => {
          const personne = personneDe(c)
          if (!personne) return notFound(c)
          const read = await readForm(champsDemande, c)
          const refus = async (form: FormDemande, statut: 200 | 409 | 413 | 415 | 422) => {
            const vue = await rendre(tx, personne, { formDemande: form })
            return vue ? c.html(vue, statut) : notFound(c)
          }
          if (!read.ok) return refus(read.form, read.status)
          const le = clock.now()
          const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true })
          const fiche = j?.fiches[0]
          if (!fiche) return notFound(c)
          if (read.data.recueLe > aujourdhui(le))
            return refus(
              withAlert(read.form, 'Cette date est à venir : écrivez le jour où elle vous est parvenue.'),
              422,
            )
          const id = asId(read.jeton ?? '') ?? newId(le)
          const precision = read.data.precision
          const neuve = await insererDemande(
            tx,
            {
              id,
              activite: fiche.activite,
              personne: fiche.id,
              genre: read.data.genre,
              canal: read.data.canal,
              recueLe: read.data.recueLe,
              echeance: echeanceDe(read.data.recueLe as DateCivile),
              chiffree: precision
                ? keys.encrypt('donnees.demande', id, Buffer.from(precision, 'utf8'))
                : null,
            },
            le,
          )
          if (neuve)
            await consigner(tx, {
              activite: fiche.activite,
              faitLe: le,
              module: 'donnees',
              geste: 'ecrire-demande',
              objet: { genre: 'tiers', id: fiche.id },
              phrase: `{tiers:${fiche.id}} demande à ${droitsDesPersonnes[read.data.genre].nom}.`,
            })
          return redirectWith(c, donneesPersonneUrl({ personne }), {
            genre: 'fait',
            fort: `La demande est gardée. Réponse due avant le ${formaterDate(echeanceDe(read.data.recueLe as DateCivile))}.`,
          })
        }),
      )
      .post(`${base}/suspension`, (c) =>
        pourVisiteur(c, db, async (tx) => {
          const personne = personneDe(c)
          if (!personne) return notFound(c)
          const brut = await readForm(z.object({ motif: texte({ max: 500 }) }), c)
          const le = clock.now()
          const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true })
          const fiche = j?.fiches[0]
          if (!brut.ok || !j || !fiche || fiche.effaceeLe) return notFound(c)
          const dire = (geste: string, phrase: string) =>
            consigner(tx, {
              activite: fiche.activite,
              faitLe: le,
              module: 'donnees',
              geste,
              objet: { genre: 'tiers', id: fiche.id },
              phrase,
            })
          if (brut.geste === 'lever') {
            const s = await suspensionDe(
              tx,
              j.fiches.map((x) => x.id),
            )
            if (s && (await leverSuspension(tx, s.id, le)))
              await dire('lever-suspension', `Les effacements de {tiers:${fiche.id}} ne sont plus suspendus.`)
            return redirectWith(c, donneesPersonneUrl({ personne }), {
              genre: 'fait',
              fort: 'La suspension est levée.',
            })
          }
          const lu = champsSuspendre.safeParse({ motif: brut.data.motif })
          if (!lu.success) {
            const vue = await rendre(tx, personne, {
              formSuspendre: withAlert(brut.form as FormSuspendre, 'Dites quel contrôle ou quel litige.'),
            })
            return vue ? c.html(vue, 422) : notFound(c)
          }
          if (
            await poserSuspension(tx, {
              id: asId(brut.jeton ?? '') ?? newId(le),
              activite: fiche.activite,
              personne: fiche.id,
              motif: lu.data.motif,
              le,
            })
          )
            await dire(
              'suspendre-effacement',
              `Rien ne s’efface de {tiers:${fiche.id}} : une suspension court.`,
            )
          return redirectWith(c, donneesPersonneUrl({ personne }), {
            genre: 'fait',
            fort: 'Rien ne s’effacera tant que la suspension court.',
          })
        }),
      )
  )
}

/** Sur la fiche d’une personne, à qui répond des données. */
export const contributionDonnees: PersonneContribution = {
  nom: 'donnees',
  rang: 95,
  async section(_tx, personnes, visiteur) {
    const [personne] = personnes
    if (!personne || !peutVisiteur(visiteur, 'donnees.effacer')) return undefined
    return (
      <Section titre="Ses données" id="donnees">
        <p>Ce qui se garde d’elle et jusqu’à quand, son archive, ce qu’elle demande, ce qui s’efface.</p>
        <p>
          <ButtonLink href={donneesPersonneUrl({ personne })}>Voir ses données</ButtonLink>
        </p>
      </Section>
    )
  },
}
