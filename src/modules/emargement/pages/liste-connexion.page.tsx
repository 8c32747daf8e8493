import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { heureLocale } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import {
  Actions,
  Copyable,
  Definitions,
  Etat,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { entier, facultatif, identifiant, rangs } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import type { ConnexionLue, ListeLue } from '../db/a-part.ts'
import { minutesDansLaSeance } from '../domain/rapprocher.ts'
import { confirmer, lireDistance, propositions, type VueDistance } from '../gestes/distance.ts'
import { maxLignes } from '../lecture/liste-connexion.ts'
import { distanceUrl, fichierDistanceUrl, listeConnexionUrl } from '../liens.ts'
import { ceQuiFutVu, motLogiciel, peutNoter, pourDistance } from './distance-commun.ts'

const chemin = parIdentifiant(listeConnexionUrl)
/** Ce n’est personne d’inscrit : l’animation, un téléphone, un invité. */
const personne = 'personne'
const fields = z.object({
  c: rangs(
    z.object({
      rang: entier({ min: 1, max: maxLignes }),
      qui: facultatif(identifiant((t) => (t === personne ? personne : asId<'Inscription'>(t)))),
    }),
    { max: maxLignes },
  ),
})
type Formulaire = FormOf<typeof fields>

type VueProps = {
  readonly v: VueDistance
  readonly l: ListeLue
  readonly note: boolean
  readonly form: Formulaire
}

const heures = (s: SessionLue, c: ConnexionLue): string =>
  c.debutLe && c.finLe
    ? `${formaterHeure(heureLocale(c.debutLe, s.zone).minute)} à ${formaterHeure(heureLocale(c.finLe, s.zone).minute)}`
    : 'heures non dites'

const Vue = ({ v, l, note, form }: VueProps) => {
  const s = v.session
  const seance = s.seances.find((x) => x.id === l.seance)
  const options = [
    { value: personne, label: 'personne d’inscrit' },
    ...v.inscriptions.map((i) => ({ value: i.id, label: `${i.prenom} ${i.nom}` })),
  ]
  const suivies = v.inscriptions.flatMap((i) => {
    const siennes = l.connexions.filter((c) => c.inscription === i.id)
    return seance && siennes.length > 0
      ? [{ i, minutes: minutesDansLaSeance(siennes, seance), n: siennes.length }]
      : []
  })
  const connexions = (
    <Table
      legende="Connexions lues"
      lignes={l.connexions}
      colonnes={[
        {
          titre: 'Nom lu',
          entete: true,
          cell: (c) => (
            <>
              {c.nom}
              {c.courriel ? <small class="sub"> {c.courriel}</small> : null}
            </>
          ),
        },
        { titre: 'Heures', cell: (c) => heures(s, c) },
        { titre: 'Durée', nombre: true, cell: (c) => formaterDuree(c.minutes) },
        {
          titre: 'C’est',
          cell: (c) =>
            note ? (
              <>
                <input type="hidden" name={`c[${c.rang - 1}].rang`} value={String(c.rang)} />
                <SelectField
                  form={form}
                  name={`c[${c.rang - 1}].qui`}
                  label={<span class="unseen">Qui est {c.nom}</span>}
                  vide="à dire"
                  options={options}
                />
              </>
            ) : (
              (options.find((o) => o.value === c.inscription)?.label ?? '')
            ),
        },
        {
          titre: 'État',
          cell: (c) => (
            <Etat etat={c.confirmee ? 'prouve' : 'a-juger'} mot={c.confirmee ? 'confirmé' : 'proposé'} />
          ),
        },
      ]}
    />
  )
  return (
    <Page
      title="Liste de connexion"
      lede={`${s.intitule}${seance ? `, ${formaterDate(seance.jour, 'complet')}, ${formaterCreneau(seance.debutMinutes, seance.finMinutes)}` : ''}.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: s.numero, href: sessionUrl({ session: s.id }) },
        { libelle: 'À distance et au travail', href: distanceUrl({ session: s.id }) },
      ]}
      alert={form.alert}
    >
      <Section titre="Le fichier" id="fichier">
        <Definitions
          lignes={[
            ['Logiciel', motLogiciel[l.logiciel]],
            [
              'Fichier',
              <a href={fichierDistanceUrl({ session: s.id, empreinte: l.fichier })}>{l.fichierNom}</a>,
            ],
            ['Empreinte', <Copyable valeur={l.fichier} label="l’empreinte" />],
          ]}
        />
      </Section>
      <Section titre="Présents en ligne" id="presents" sous="bornés à la demi-journée, appareils réunis">
        <p class="sub">{ceQuiFutVu(l.logiciel)}</p>
        {l.logiciel === 'meet' ? (
          <p class="sub">
            Quand Google Meet n’écrit pas le jour, ses heures sont lues à celui de la demi-journée : vérifiez
            que ce fichier est le sien.
          </p>
        ) : null}
        {suivies.length === 0 ? (
          <p>Personne n’est encore reconnu : confirmez qui est qui.</p>
        ) : (
          <Table
            legende="Durée de connexion, par stagiaire"
            lignes={suivies}
            colonnes={[
              { titre: 'Stagiaire', entete: true, cell: (x) => `${x.i.prenom} ${x.i.nom}` },
              { titre: 'Connexions', nombre: true, cell: (x) => x.n },
              { titre: 'Durée', nombre: true, cell: (x) => formaterDuree(x.minutes) },
            ]}
          />
        )}
      </Section>
      <Section titre="Qui est qui" id="qui" sous="proposé, à confirmer">
        {note ? (
          <Form form={form} action={listeConnexionUrl({ session: s.id, liste: l.id })}>
            {connexions}
            <Actions libelle="Confirmer qui est qui" />
          </Form>
        ) : (
          connexions
        )}
      </Section>
    </Page>
  )
}

const formulaire = (l: ListeLue, v: VueDistance): Formulaire => {
  const animent = v.session.seances.find((s) => s.id === l.seance)?.intervenants ?? []
  const proposees = propositions(l, v.inscriptions, animent)
  return emptyForm(
    undefined,
    Object.fromEntries(
      l.connexions.map((c) => [
        `c[${c.rang - 1}].qui`,
        proposees.get(c.rang) ?? (proposees.get(c.rang) === null ? personne : ''),
      ]),
    ),
  ) as Formulaire
}

export const listeConnexionPage = new Hono<Env>()
  .use(chemin, exigerDroit('emargement.lire'))
  .get(chemin, (c) =>
    pourDistance(c, false, async (tx, visiteur, session) => {
      const v = await lireDistance(tx, session)
      const l = v.listes.find((x) => x.id === c.req.param('liste'))
      return l
        ? c.html(<Vue v={v} l={l} note={peutNoter(visiteur, session)} form={formulaire(l, v)} />)
        : notFound(c)
    }),
  )
  .post(chemin, async (c) => {
    const read = await readForm(fields, c, { rangs: maxLignes, champs: 2 * maxLignes + 10 })
    return pourDistance(c, true, async (tx, _visiteur, session) => {
      const v = await lireDistance(tx, session)
      const l = v.listes.find((x) => x.id === c.req.param('liste'))
      if (!l) return notFound(c)
      if (!read.ok) return c.html(<Vue v={v} l={l} note form={read.form} />, read.status)
      const choix = new Map(
        read.data.c.flatMap(({ rang, qui }) =>
          qui === undefined ? [] : [[rang, qui === personne ? null : qui] as const],
        ),
      )
      const fait = await confirmer(c.get('services'), tx, session, l, choix)
      if (!fait.ok)
        return c.html(<Vue v={v} l={l} note form={withAlert(read.form, fait.error.phrase)} />, 422)
      return redirectWith(c, listeConnexionUrl({ session: session.id, liste: l.id }), {
        genre: 'fait',
        fort: 'C’est confirmé.',
        suite: 'Les durées de connexion s’ajoutent aux signatures.',
      })
    })
  })
