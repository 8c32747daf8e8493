/** Faire passer une inscription d'un état à l'autre. Ici, parce que l'émargement dit qui est venu. */

import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterSiret, type Siret } from '#kernel/identifiants.ts'
import { de, enumerer, uneLigne } from '#kernel/texte.ts'
import { piecesCourantes } from '#modules/documents/index.ts'
import {
  articleDEnvoi,
  aUnEmployeur,
  changerArrivee,
  changerStatut,
  type DossierLu,
  delaiDe,
  direChangementDeStatut,
  direEmployeur,
  direPremierJour,
  direStatutF1,
  dossierUrl,
  enEst,
  etatComplet,
  etatInscriptionUrl,
  etatsInscription,
  gardesInscription,
  type Inscrit,
  lireInscription,
  listerDossiers,
  listeStatutsF1,
  motEtatInscription,
  motRegime,
  passerInscription,
  porteeDe,
  type ReponsesInscription,
  rattacher,
  reponsesPour,
  retractationDe,
  statutsF1,
  transitionsInscription,
} from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { etatsFinis, partTenue, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  ChangesTable,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { reunirFaits, type SessionContribution } from '#web/contributions.ts'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, entier, facultatif, siret, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourSession, sessionPath } from './commun.ts'

const fields = z
  .object({
    statut: facultatif(choix(listeStatutsF1)),
    statutDu: facultatif(date()),
    statutPuis: facultatif(choix(listeStatutsF1)),
    premierJour: facultatif(date()),
    employeur: texte({ max: 200 }),
    siret: facultatif(siret()),
    dossier: texte({ max: 40 }),
    vers: facultatif(choix(etatsInscription)),
    envoyeeLe: facultatif(date()),
    motif: texte({ max: 1000 }),
    version: entier(),
  })
  .refine((p) => (p.statutDu === undefined) === (p.statutPuis === undefined), {
    error: 'Écrivez aussi la date de ce changement de statut.',
    path: ['statutDu'],
  })
  .refine((p) => p.siret === undefined || p.employeur !== '', {
    error: 'Nommez l’employeur de ce SIRET.',
    path: ['employeur'],
  })
type Formulaire = FormOf<typeof fields>

type Vu = {
  readonly form: Formulaire
  readonly session: SessionLue
  readonly i: Inscrit
  readonly dossiers: readonly DossierLu[]
  readonly reponses: ReponsesInscription
  /** Un certificat qui vaut dit déjà son employeur. */
  readonly certifiee: boolean
  readonly changes?: readonly Change[]
}

const noms = {
  statut: 'Statut',
  statutDu: 'Changement de statut',
  statutPuis: 'Statut depuis ce jour',
  premierJour: 'Premier jour suivi',
  employeur: 'Employeur',
  siret: 'SIRET de l’employeur',
}

/** Ce qui juge un premier jour : qui l’attendait, et ce qui se tient. */
const pourLArrivee = ({ i, session, certifiee }: Pick<Vu, 'i' | 'session' | 'certifiee'>) =>
  [
    {
      arriveeLe: i.arriveeLe,
      attendueDepuis: i.definitiveLe ?? (i.etat === 'inscrit' ? i.inscriteLe : null),
      certifiee,
    },
    { seances: partTenue(session).seances, finie: etatsFinis.some((e) => e === session.etat) },
  ] as const

const etatDe = (reponse: boolean | undefined) =>
  reponse === undefined ? 'a-juger' : reponse ? 'prouve' : 'manquant'

const Vue = ({ form, session, i, dossiers, reponses, certifiee, changes = [] }: Vu) => {
  const suites = transitionsInscription[etatComplet(i)]
  const nom = `${i.prenom} ${i.nom}`
  const sien = dossiers.find((d) => d.id === i.dossier)
  const delai = sien && retractationDe(sien, session)
  return (
    <Page
      title={`Inscription ${de(nom)}`}
      lede={`${session.intitule}. Aujourd’hui : ${motEtatInscription[etatComplet(i)]}.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
      alert={form.alert}
    >
      <ChangesTable changes={changes} noms={noms} />
      <Form form={form} action={etatInscriptionUrl({ session: session.id, inscription: i.id })}>
        <input type="hidden" name="version" value={String(i.version)} />
        <FieldSection titre="Au bilan">
          <SelectField
            form={form}
            name="statut"
            label="Statut au premier jour de l’action"
            vide="à dire"
            options={listeStatutsF1.map((x) => ({ value: x, label: statutsF1[x].mot }))}
            hint="Celui de la personne, pas de qui paie (BPF, F-1)."
          />
          <Field
            form={form}
            name="statutDu"
            label="Change en cours d’action, le"
            optional
            hint={
              i.statutsSuivants.length > 0
                ? `Déjà dit : ${enumerer(i.statutsSuivants.map((s) => `${statutsF1[s.statut].mot} depuis le ${formaterDate(s.du)}`))}.`
                : 'Le bilan de chaque exercice lit le statut du premier jour d’action qu’il compte.'
            }
          />
          <SelectField
            form={form}
            name="statutPuis"
            label="Statut depuis ce jour"
            vide="ne change pas"
            options={listeStatutsF1.map((x) => ({ value: x, label: statutsF1[x].mot }))}
          />
          <Field
            form={form}
            name="premierJour"
            label="Premier jour suivi"
            optional
            hint="Vide : dès le début. Rien ne lui est demandé avant ce jour ; ce qui est déjà signé reste."
          />
          {i.dossier === null ? (
            <SelectField
              form={form}
              name="dossier"
              label="Dossier client"
              vide={dossiers.length === 0 ? 'aucun dossier ouvert' : 'à choisir'}
              options={dossiers.map((d) => ({ value: d.id, label: `${d.client}, ${motRegime[d.regime]}` }))}
            />
          ) : null}
        </FieldSection>
        <FieldSection titre="Chez qui">
          <Field
            form={form}
            name="employeur"
            label="Employeur, au jour de l’inscription"
            optional
            span={2}
            hint={
              certifiee && i.employeur !== null && aUnEmployeur(i.statutF1)
                ? 'Son certificat le dit : si vous le changez, le certificat sera à remplacer.'
                : 'Ses documents le disent, même si sa fiche en change. Vide si elle n’en a pas, ou s’il n’est pas connu.'
            }
          />
          <Field form={form} name="siret" label="SIRET de l’employeur" optional inputmode="numeric" />
        </FieldSection>
        {suites.length > 0 ? (
          <FieldSection titre="Suite">
            <SelectField
              form={form}
              name="vers"
              label="Devient"
              vide="reste en l’état"
              options={suites.map((t) => ({ value: t.vers, label: motEtatInscription[t.vers] }))}
            />
            <Field
              form={form}
              name="motif"
              label="Motif, versé au dossier"
              optional
              span={2}
              hint="Attendu pour une sortie, ou pour passer outre une alerte."
            />
            {sien && delai && suites.some((t) => t.vers === 'retracte') ? (
              <Field
                form={form}
                name="envoyeeLe"
                label="Rétractation envoyée le"
                optional
                hint={`À temps jusqu’au ${formaterDate(delai.dernierJour)} : la date de l’envoi compte${articleDEnvoi(delaiDe(sien).jours)}. Vide : aujourd’hui. Elle défait le contrat, et toutes les inscriptions de son dossier.`}
              />
            ) : null}
          </FieldSection>
        ) : null}
        <Actions libelle="Enregistrer">
          <a
            href={
              i.dossier
                ? dossierUrl({ session: session.id, dossier: i.dossier })
                : sessionUrl({ session: session.id })
            }
          >
            Revenir
          </a>
        </Actions>
      </Form>
      {suites.length > 0 ? (
        <Section titre="Ce que chaque suite demande" id="conditions">
          <Table
            legende="Conditions de chaque suite"
            lignes={suites}
            colonnes={[
              { titre: 'Suite', entete: true, cell: (t) => motEtatInscription[t.vers] },
              {
                titre: 'Conditions',
                cell: (t) =>
                  t.gardes.length === 0 ? (
                    <Etat etat="sans-objet" mot="aucune" />
                  ) : (
                    <ul>
                      {t.gardes.map((g) => (
                        <li>
                          <Etat etat={etatDe(reponses[g])} mot={gardesInscription[g].mot} />
                          {reponses[g] === undefined ? ' : à juger par vous' : ''}
                        </li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

const certificats: ReadonlySet<string> = new Set(['certificat-realisation', 'certificat-intermediaire'])

const depuis = (i: Inscrit): Formulaire =>
  openedOn(
    emptyForm(undefined, {
      statut: i.statutF1 ?? '',
      premierJour: i.arriveeLe ? formaterDate(i.arriveeLe, 'chiffres') : '',
      employeur: i.employeur ?? '',
      siret: i.siret ? formaterSiret(i.siret as Siret) : '',
    }),
  )

const chemin = `${sessionPath}/inscriptions/:inscription{[0-9a-f-]{36}}/etat` as const

export const etatInscriptionPage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  contributions: readonly SessionContribution[],
) => {
  const lire = async (tx: TenantTx, visiteur: Visiteur, session: SessionLue, brut: string) => {
    const id = asId<'Inscription'>(brut)
    const i = id && (await lireInscription(tx, session.id, id))
    const portee = await porteeDe(tx, visiteur, 'inscriptions.inscrire', session)
    if (!i || !enEst(portee, i.dossier)) return undefined
    const faits = await reunirFaits(contributions, tx, session.id, visiteur, clock.now())
    const dits = {
      presences: faits.presences.get(i.id) ?? 0,
      statuees:
        session.seances.length > 0 &&
        session.seances.every((s) => faits.seances.get(s.id)?.etat === 'prouve'),
    }
    return {
      vu: {
        session,
        i,
        dossiers: (await listerDossiers(tx, session.id)).filter((d) => enEst(portee, d.id)),
        reponses: await reponsesPour(tx, session, i, dits, clock.now()),
        certifiee: (await piecesCourantes(tx, { objet: i.id })).some((p) => certificats.has(p.genre)),
      },
      dits,
    }
  }
  return new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.inscrire'))
    .get(chemin, (c) =>
      pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session) => {
        const vu = (await lire(tx, visiteur, session, c.req.param('inscription')))?.vu
        return vu ? c.html(<Vue form={depuis(vu.i)} {...vu} />) : notFound(c)
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c)
      return pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session) => {
        const lu = await lire(tx, visiteur, session, c.req.param('inscription'))
        if (!lu) return notFound(c)
        const { vu, dits } = lu
        if (!read.ok) return c.html(<Vue form={read.form} {...vu} />, read.status)
        const { statut, statutDu, statutPuis, premierJour, dossier, vers, motif, version, envoyeeLe } =
          read.data
        const nom = uneLigne(read.data.employeur)
        const employeur = nom === '' ? undefined : { nom, siret: read.data.siret }
        const le = clock.now()
        const voulu = vu.dossiers.find((d) => d.id === dossier)?.id
        if (dossier !== '' && !voulu) return notFound(c)
        const perime = staleOn(read.form, depuis(vu.i))
        if (perime)
          return c.html(
            <Vue
              form={withAlert(
                perime.form,
                'Cette inscription vient de changer. Relisez, puis envoyez de nouveau.',
              )}
              {...vu}
              changes={perime.changes}
            />,
            409,
          )
        // Ce qui peut être refusé d'abord : un refus n'enregistre rien d'autre.
        const change = statutDu && statutPuis ? { du: statutDu, statut: statutPuis } : undefined
        const juge =
          change &&
          changerStatut({ premier: statut ?? vu.i.statutF1, suivants: vu.i.statutsSuivants }, change, session)
        if (juge && !juge.ok)
          return c.html(<Vue form={withErrors(read.form, { statutDu: juge.error.phrase })} {...vu} />, 422)
        const jour = changerArrivee(premierJour, ...pourLArrivee(vu), le)
        if (!jour.ok)
          return c.html(<Vue form={withErrors(read.form, { premierJour: jour.error.phrase })} {...vu} />, 422)
        if (vers) {
          const fait = await passerInscription(
            tx,
            { session: session.id, id: vu.i.id, version, vers, motif, dits: { ...dits, envoyeeLe } },
            le,
          )
          if (!fait.ok) return c.html(<Vue form={withAlert(read.form, fait.error.phrase)} {...vu} />, 409)
        }
        if (voulu) {
          const fait = await rattacher(tx, session.id, new Set([vu.i.id]), voulu, le)
          if (!fait.ok) return c.html(<Vue form={withAlert(read.form, fait.error.phrase)} {...vu} />, 409)
        }
        if (statut) await direStatutF1(tx, session.id, vu.i.id, statut, le)
        if (change) await direChangementDeStatut(tx, session, vu.i.id, change, le)
        await direPremierJour(tx, session, vu.i.id, jour.value, le)
        await direEmployeur(tx, session.id, vu.i.id, employeur, le)
        const chez = voulu ?? vu.i.dossier
        return redirectWith(
          c,
          chez
            ? `${dossierUrl({ session: session.id, dossier: chez })}#gens`
            : sessionUrl({ session: session.id }),
          {
            genre: 'fait',
            fort:
              vers === 'retracte' && vu.i.dossier
                ? 'La rétractation est notée au dossier.'
                : 'L’inscription est enregistrée.',
          },
        )
      })
    })
}
